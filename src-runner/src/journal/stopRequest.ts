import { rmSync } from 'node:fs';
import { stopPathOf } from '#core/journal/journalLock';
import { openFileHandle } from '../model/regularFile';

/** Between two looks, in milliseconds. */
const INTERVAL = 250;

/** A token is short. In bytes. */
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
 * Looks for a request that this process shall stop: a file beside the journal, since a signal is known neither to Windows nor to a
 * process of another user or computer. One that names another lock was meant for a process that has ended, and is left alone.
 *
 * @returns ends the watch, and removes what is left of a request
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
