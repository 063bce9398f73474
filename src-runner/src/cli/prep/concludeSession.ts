import { statSync } from 'node:fs';
import { jobIdOf, writeOutputs } from '../../preparation/sessionOutputs';
import type { DriveResult, SessionToRun } from '../../preparation/sessionRun';
import { summaryText } from '../../report/summary';
import type { SessionOutcome, SessionSummary, SummaryDrive } from '../../report/summary';
import type { SessionJournal } from '../../session/sessionJournal';
import { ExitCode } from '../exitCode';
import type { PrepConsole } from './prepConsole';
import { removePlan } from './removePlan';

/** How the run of a session went, beside its drives. */
export interface RunFacts {
  readonly journal: SessionJournal;
  readonly console: PrepConsole;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/**
 * Writes the session's outputs where all its drives are done, says in the journal how it ended, and sums up.
 *
 * @returns the exit code
 * @throws ReportError, JournalError
 */
export async function concludeSession({ parameters, plan }: SessionToRun, results: readonly DriveResult[], { journal, console, seconds, signal }: RunFacts): Promise<number> {
  const isDone = results.every(({ outcome }) => outcome.state === 'done');
  const outcome: SessionOutcome = isDone ? 'completed' : results.some(({ outcome: { state } }) => state === 'stopped') || signal.aborted ? 'interrupted' : 'failed';
  const outputs = isDone ? await finish({ parameters, results, journal }) : undefined;
  journal.finish(isDone ? 'Completed' : 'Interrupted');
  if (isDone) removePlan(parameters.planFile);
  const drives = results.map(summaryOf);
  const bytes = drives.reduce((sum, drive) => sum + drive.bytes, 0);
  const copied = results.reduce((sum, { outcome: { copiedBytes } }) => sum + (copiedBytes ?? 0), 0);
  const summary: SessionSummary = {
    outcome,
    sessionId: plan.sessionId,
    files: drives.reduce((sum, drive) => sum + drive.files, 0),
    bytes,
    seconds,
    bytesPerSecond: seconds > 0 ? Math.round(copied / seconds) : 0,
    failedFiles: results.reduce((sum, { outcome: { failures } }) => sum + failures.length, 0),
    drives,
    journal: { path: journal.path, length: statSync(journal.path).size },
    ...(outputs === undefined ? {} : { jrm: outputs.jrm }),
    driveInfos: outputs?.driveInfos ?? [],
    ...(console.logPath === undefined ? {} : { log: console.logPath }),
  };
  console.summarise(summaryText(summary), { event: 'summary', ...summary });
  return { completed: ExitCode.Done, interrupted: ExitCode.Cancelled, 'needs-drives': ExitCode.Findings, failed: ExitCode.Findings }[outcome];
}

interface Finished {
  readonly parameters: SessionToRun['parameters'];
  readonly results: readonly DriveResult[];
  readonly journal: SessionJournal;
}

function finish({ parameters, results, journal }: Finished) {
  const { customer = '' } = parameters.options;
  const facts = { jobId: jobIdOf(parameters), customerName: String(customer), sessionId: parameters.sessionId, created: new Date() };
  const drives = results.map(({ run, outcome }) => ({ run, manifestHash: outcome.manifestHash! }));
  return writeOutputs(parameters.jrm, journal.path, facts, drives, () => new Promise<void>((resolve) => setImmediate(resolve)));
}

function summaryOf({ run, outcome }: DriveResult): SummaryDrive {
  const { description, plan } = run;
  return {
    drive: description.letter,
    driveId: description.driveId,
    target: description.target,
    state: outcome.state !== 'done' ? 'incomplete' : outcome.isReadBack ? 'verified' : 'not-verified',
    ...run.done,
    usedBytes: plan.usedBytes,
    capacity: plan.diskBytes,
  };
}
