import { readFile } from 'node:fs/promises';
import { processStartIn } from '#core/journal/journalLock';

/** When a process began, in the system's own words; undefined where the system does not say, or there is none. */
export async function processStartOf(pid: number): Promise<string | undefined> {
  try {
    return processStartIn(await readFile(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
}

/** True where the process that once had a number still runs. Where the system does not say when one began, the number decides. */
export async function isRunning({
  pid,
  processStart,
}: {
  readonly pid: number;
  readonly processStart?: string;
}): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  const now = await processStartOf(pid);
  return now === undefined || processStart === undefined || now === processStart;
}
