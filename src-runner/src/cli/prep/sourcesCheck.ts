import { sentence } from '../../language/sentence';
import { changedSources } from '../../plan/changedSources';
import { NO_DRIVE } from '../../plan/jobPlan';
import type { JobPlan } from '../../plan/jobPlan';
import { StatThreads } from '../../scan/statThreads';
import type { CopyLedger } from '../../session/copyLedger';
import type { ThreadCrew } from '../../threads/threadCrew';
import type { PrepConsole } from './prepConsole';

/**
 * Names each source that is not as it was planned, before a session goes on. Those that are on a drive already stay there as they
 * were; the others will be looked at once more when their turn comes.
 */
export async function checkSources(plan: JobPlan, ledgers: readonly CopyLedger[], crew: ThreadCrew, console: PrepConsole): Promise<void> {
  const { signal } = console.terminal;
  const threads = new StatThreads(crew, true);
  try {
    for await (const { file, message } of changedSources(plan, threads.lookAt)) {
      signal.throwIfAborted();
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
