import { readFile, stat, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import {
  isHolderRunning,
  lockPathOf,
  parseLockHolder,
  stopPathOf,
  UNFINISHED_LOCK_SECONDS,
} from '#core/journal/journalLock';
import type { LockHolder } from '#core/journal/journalLock';
import { LONGEST_LOCK } from '#core/limits/limits';
import { isRunning, processStartOf } from './processStart';

/** `held` without a holder: by a process that has not written its name yet, or by one of another user. */
export type JournalLockState =
  { readonly kind: 'free' | 'stale' } | { readonly kind: 'held'; readonly holder: LockHolder | undefined };

/** Whether a process works on a journal. */
export async function readJournalLock(journal: string): Promise<JournalLockState> {
  const path = lockPathOf(journal);
  let text: string;
  let lockAge: number;
  try {
    const facts = await stat(path);
    // No runner created this: it is not read, which might block.
    if (!facts.isFile() || facts.size > LONGEST_LOCK) return { kind: 'held', holder: undefined };
    text = await readFile(path, 'utf8');
    lockAge = (Date.now() - facts.mtimeMs) / 1000;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'free' } : { kind: 'held', holder: undefined };
  }
  const holder = parseLockHolder(text);
  if (!holder) return lockAge > UNFINISHED_LOCK_SECONDS ? { kind: 'stale' } : { kind: 'held', holder: undefined };
  const isRunning = isHolderRunning(holder, {
    host: hostname(),
    uptime: uptime(),
    lockAge,
    process: await processFacts(holder.pid),
  });
  return isRunning ? { kind: 'held', holder } : { kind: 'stale' };
}

/**
 * Asks the process that holds the lock of a journal to stop, so that the session can be resumed. A process that takes
 * the lock later is not affected.
 */
export async function requestStop(journal: string, { token }: LockHolder): Promise<void> {
  await writeFile(stopPathOf(journal), token, { mode: 0o600 });
}

async function processFacts(pid: number): Promise<{ readonly start: string | undefined } | undefined> {
  return (await isRunning({ pid })) ? { start: await processStartOf(pid) } : undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
