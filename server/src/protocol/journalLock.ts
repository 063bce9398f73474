/** How a client finds out who works on a journal, and asks for a stop: pure functions over what it has read. */
export { isHolderRunning, lockPathOf, parseLockHolder, processStartIn, stopPathOf, UNFINISHED_LOCK_SECONDS } from '#core/journal/journalLock';
export type { LockHolder, LockSurroundings } from '#core/journal/journalLock';
export { recoveryPathOf } from '#core/journal/recoveryLog';
