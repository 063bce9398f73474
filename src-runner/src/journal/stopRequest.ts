import { rmSync } from 'node:fs';
import { stopPathOf } from '#core/journal/journalLock';
import { openFileHandle } from '../model/regularFile';

/** Between two checks, in milliseconds. */
const INTERVAL = 250;

/** Tokens are short. In bytes. */
const LONGEST = 1024;

async function readStop(path: string): Promise<string> {
  try {
    const file = await openFileHandle(path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/**
 * Watches for a request to stop this process: a file beside the journal, because Windows has no signals, and neither do
 * processes of other users or computers. A request that names another lock was meant for a process that has ended, and
 * is left alone.
 *
 * @returns ends the watch and removes a remaining request
 */
export function watchForStop(journal: string, lockToken: string, stop: () => void): () => void {
  const path = stopPathOf(journal);
  let isLooking = false;
  let hasStopped = false;
  const look = async (): Promise<void> => {
    if (isLooking || hasStopped) return;
    isLooking = true;
    const text = await readStop(path);
    isLooking = false;
    if (text.trim() !== lockToken) return;
    hasStopped = true;
    stop();
  };
  const timer = setInterval(() => void look(), INTERVAL);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (hasStopped) rmSync(path, { force: true });
  };
}
