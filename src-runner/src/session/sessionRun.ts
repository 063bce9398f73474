import type { SessionParameters } from '#core/journal/sessionRecords';
import type { FileFailure } from '../model/copyResult';
import { WorkerPool } from '../pipeline/workerPool';
import type { JobPlan } from '../plan/jobPlan';
import type { DrivePhase as ToldPhase } from '../report/prepEvents';
import { CopyLedger } from '../journal/copyLedger';
import type { RecordedDrive } from '#core/journal/sessionHistory';
import type { SessionJournal } from '../journal/sessionJournal';
import { poolThreads } from '../threads/poolThreads';
import { DriveRun } from './driveRun';
import { jobIdOf } from './sessionOutputs';
import type { DriveObserver, DriveOutcome, DrivePhase } from './driveRun';
import type { AgreedTargets, PreparationContext, PreparationObserver } from './preparationContext';

/** A session that is new, or that continues with what earlier runs have done. */
export interface SessionToRun {
  readonly parameters: SessionParameters;
  readonly plan: JobPlan;
  /** In the order of the plan's drives. */
  readonly drives: readonly RecordedDrive[];
  readonly ledgers: readonly CopyLedger[];
  readonly agreed: AgreedTargets;
}

/** How the drives of a session are finished. */
export interface SessionRunOptions {
  /** Read each drive back before it is opened. */
  readonly verify: boolean;
  /** Finish a drive without the files that could not be copied. */
  readonly leaveOutFailed: boolean;
  readonly wipeFreeSpace: boolean;
}

/** A drive and how its run ended. */
export interface DriveResult {
  readonly run: DriveRun;
  readonly outcome: DriveOutcome;
}

/** Runs the drives of a session in parallel. Drives without data are left alone. */
export async function runSession(
  { parameters, plan, drives, ledgers, agreed }: SessionToRun,
  { verify, leaveOutFailed, wipeFreeSpace }: SessionRunOptions,
  journal: SessionJournal,
  preparation: PreparationContext,
): Promise<DriveResult[]> {
  const {
    crew,
    keys,
    clientCreator,
    credential,
    observer,
    watch: { signal },
  } = preparation;
  const filled = plan.drives.flatMap((drive, number) => (drive.columns.files.length > 0 ? [number] : []));
  const pool = new WorkerPool(poolThreads(crew), filled.length);
  let left = filled.length;
  try {
    const context = {
      plan,
      journal,
      pool,
      keys,
      clientCreator,
      jobId: jobIdOf(parameters),
      agreed,
      ...(credential === undefined ? {} : { credential }),
      leaveOutFailed,
      wipeFreeSpace,
      verify,
      // If nothing is read back, the threads can already end while the drives are completed. `finally` awaits them.
      onCopied: () => {
        if (--left === 0 && !verify) void pool.end();
      },
      signal,
      observer: driveObserver(plan, drives, observer),
    };
    const runs = filled.map(
      (number) =>
        new DriveRun(context, number, plan.drives[number]!, drives[number]!, ledgers[number] ?? new CopyLedger()),
    );
    return await Promise.all(
      runs.map(async (run) => {
        const outcome = await run.run();
        observer.endProgress(run.description.letter);
        if (outcome.message !== undefined) observer.say(outcome.message, 'error');
        return { run, outcome };
      }),
    );
  } finally {
    await pool.end();
  }
}

/** Reports on a drive by its letter, with the totals from its plan. */
function driveObserver(plan: JobPlan, drives: readonly RecordedDrive[], observer: PreparationObserver): DriveObserver {
  const phases = new Map<number, ToldPhase>();
  const letterOf = (drive: number) => drives[drive]!.description.letter;
  const states: Readonly<Partial<Record<DrivePhase, 'Writing' | 'Written' | 'Verified'>>> = {
    copying: 'Writing',
    verifying: 'Written',
    done: 'Verified',
  };
  return {
    phase: (drive, phase) => {
      const { letter, driveId } = drives[drive]!.description;
      const state = states[phase];
      if (state !== undefined) observer.tell({ event: 'drive', drive: letter, driveId, state });
      if (phase !== 'done') phases.set(drive, phase);
    },
    progress: (drive, bytes, files) => {
      const { dataBytes, columns } = plan.drives[drive]!;
      observer.progress(letterOf(drive), phases.get(drive) ?? 'copying', {
        bytes,
        totalBytes: dataBytes,
        files,
        totalFiles: columns.files.length,
      });
    },
    fileFailed: (drive, { path, reason, message }: FileFailure) => {
      observer.tell({ event: 'failure', drive: letterOf(drive), path, reason, message });
      observer.say(message, 'error');
    },
  };
}
