import { sentence } from '../../language/sentence';
import { fileBehind, type FileIdentity } from '../../model/pathIdentity';
import { changedSources } from '../../plan/changedSources';
import { NO_DRIVE } from '../../plan/jobPlan';
import type { DriveTarget, JobPlan } from '../../plan/jobPlan';
import { StatThreads } from '../../scan/statThreads';
import type { CopyLedger } from '../../session/copyLedger';
import type { ThreadCrew } from '../../threads/threadCrew';
import { UsageError } from '../exitCode';
import type { PrepConsole } from './prepConsole';

type WrittenDrive = Pick<DriveTarget, 'target'>;

/** Makes sure that no drive is written over a source of its session. @throws UsageError */
export async function checkNoSourceIsWritten(plan: JobPlan, written: readonly WrittenDrive[], crew: ThreadCrew, signal: AbortSignal): Promise<void> {
  const media = mediaOf(written);
  if (media.length === 0) return;
  const threads = new StatThreads(crew, true, media);
  try {
    for await (const { reason, message } of changedSources(plan, threads.lookAt)) {
      signal.throwIfAborted();
      if (reason === 'medium') throw new UsageError(message);
    }
  } finally {
    await threads.end();
  }
}

function mediaOf(written: readonly WrittenDrive[]): FileIdentity[] {
  return written.flatMap(({ target }) => fileBehind(target) ?? []);
}

/**
 * Names each source that is not as it was planned, before a session goes on. Those that are on a drive already stay there as they
 * were; the others will be looked at once more when their turn comes.
 *
 * @param written the drives that are not finished
 * @throws UsageError where a source has become what one of them is written to
 */
export async function checkSources(plan: JobPlan, ledgers: readonly CopyLedger[], written: readonly WrittenDrive[], crew: ThreadCrew, console: PrepConsole): Promise<void> {
  const { signal } = console.terminal;
  const threads = new StatThreads(crew, true, mediaOf(written));
  try {
    for await (const { file, reason, message } of changedSources(plan, threads.lookAt)) {
      signal.throwIfAborted();
      if (reason === 'medium') throw new UsageError(message);
      const isCopied = file !== undefined && isOnDrive(plan, ledgers, file);
      console.say(isCopied ? sentence`${message} It was copied before: the drive holds it as it was then.` : message, 'warning');
    }
  } finally {
    await threads.end();
  }
}

function isOnDrive({ fileDrive, drives }: JobPlan, ledgers: readonly CopyLedger[], file: number): boolean {
  const drive = fileDrive[file] ?? NO_DRIVE;
  const files = drives[drive]?.columns.files;
  if (files === undefined) return false;
  // Ascending: the file's place on the drive.
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (files[middle]! < file) low = middle + 1;
    else high = middle;
  }
  return ledgers[drive]?.stateOf(low) === 'done';
}
