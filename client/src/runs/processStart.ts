import { readFile } from 'node:fs/promises';
import { processStartIn } from '#core/journal/journalLock';

/**
 * When a process began, in the system's own format; undefined if the system does not say, or there is no such process.
 */
export async function processStartOf(pid: number): Promise<string | undefined> {
  try {
    return processStartIn(await readFile(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
}

/**
 * Whether the process is still running, not just another one with the same number. If the system does not say when
 * processes began, the number decides.
 */
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
    // EPERM: it is running, as another user.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  const now = await processStartOf(pid);
  return now === undefined || processStart === undefined || now === processStart;
}
