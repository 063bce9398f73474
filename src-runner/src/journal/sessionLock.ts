import { closeSync, lstatSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { hostname, tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import {
  isHolderRunning,
  lockPathOf,
  parseLockHolder,
  processStartIn,
  UNFINISHED_LOCK_SECONDS,
  type LockHolder,
} from '#core/journal/journalLock';
import { LONGEST_LOCK } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { codeOf } from '../model/systemError';
import { JournalError, journalFailure } from './journalError';

/** Another process holds the lock. */
export class LockHeldError extends JournalError {}

/** The locks that this process holds, by token. */
const ownTokens = new Set<string>();

/** Keeps other processes away from a journal until it is released. */
export class SessionLock {
  private constructor(
    private readonly path: string,
    private readonly holder: LockHolder,
  ) {}

  /**
   * Takes the lock, even from a process that is not running any more.
   *
   * @throws JournalError if another process holds it
   */
  static take(journal: string, sessionId: string, events?: string): SessionLock {
    return SessionLock.takeAt(
      lockPathOf(journal),
      0o600,
      journal,
      (error) => journalFailure(journal, error),
      sessionId,
      events,
    );
  }

  /**
   * Locks the medium of a drive, whatever path leads to it: only one run per computer writes to it at a time.
   *
   * @param identity of the medium
   * @param sessionId empty where no session writes to it, but an image is written
   * @throws JournalError if another process holds it
   */
  static takeMedium(target: string, identity: string, sessionId: string): SessionLock {
    // Others must be able to see whether the holder is still running.
    const path = mediumLockPath(identity);
    const failure = (error: unknown) =>
      new JournalError(
        sentence`${path}, which keeps other runs away from ${target}, cannot be created (${codeOf(error)}). Grant this user permission to create files there.`,
        { cause: error },
      );
    return SessionLock.takeAt(path, 0o644, target, failure, sessionId);
  }

  private static takeAt(
    path: string,
    mode: number,
    subject: string,
    failure: (error: unknown) => JournalError,
    sessionId: string,
    events?: string,
  ): SessionLock {
    const holder: LockHolder = {
      pid: process.pid,
      processStart: processStart(process.pid) ?? '',
      host: hostname(),
      since: new Date().toISOString(),
      sessionId,
      ...(events === undefined ? {} : { events }),
      token: randomUUID(),
    };
    for (;;) {
      try {
        create(path, holder, mode);
        ownTokens.add(holder.token);
        return new SessionLock(path, holder);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw failure(error);
      }
      const other = lockState(path);
      if (other.kind === 'held') throw new LockHeldError(heldMessage(subject, path, other.holder));
      if (other.kind === 'stale') removeStale(path, other.text);
    }
  }

  /** Distinguishes this lock from every other. */
  get token(): string {
    return this.holder.token;
  }

  /** Releases the lock. */
  release(): void {
    ownTokens.delete(this.holder.token);
    if (readHolder(this.path)?.token === this.holder.token) unlinkSync(this.path);
  }
}

/** Who holds the lock of a journal; undefined if no process does. */
export function lockHolder(journal: string): LockHolder | undefined {
  const state = lockState(lockPathOf(journal));
  return state.kind === 'held' ? state.holder : undefined;
}

/**
 * Lies in a folder that all users of this computer share and that is the same for all processes, however they were
 * started.
 */
function mediumLockPath(identity: string): string {
  return join(
    process.platform === 'win32' ? tmpdir() : '/tmp',
    lockPathOf(`sneakernet-${identity.replaceAll(/[^0-9a-z]+/gi, '-')}`),
  );
}

/** Of one that was not written to its end, with the zeros that a file system may leave in place of its last writes. */
const LOCK_BEGINNING = /^(?:\{"pid":.*)?\0*$|^\{(?:"(?:p(?:i(?:d"?)?)?)?)?$/s;

type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'held'; readonly holder: LockHolder | undefined }
  | { readonly kind: 'stale'; readonly text: string };

function lockState(path: string): LockState {
  let text: string;
  let age: number;
  try {
    const facts = lstatSync(path);
    // No process that held a journal created this, and a dangling link is neither free nor held.
    if (!facts.isFile()) throw new JournalError(sentence`${path} is not a lock left by a preparation. Remove it.`);
    text = readSmallFile(path, LONGEST_LOCK).toString('utf8');
    age = (Date.now() - statSync(path).mtimeMs) / 1000;
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (codeOf(error) === 'ENOENT') return { kind: 'free' };
    // It belongs to another user; nothing more can be found out.
    return { kind: 'held', holder: undefined };
  }
  const holder = parseLockHolder(text);
  // A file that cannot be the beginning of a lock belongs to somebody.
  if (!holder && !LOCK_BEGINNING.test(text))
    throw new JournalError(
      sentence`${path} has the name of a lock but is not one, so it is left unchanged. Move it elsewhere.`,
    );
  if (!holder) return age > UNFINISHED_LOCK_SECONDS ? { kind: 'stale', text } : { kind: 'held', holder: undefined };
  return isRunning(holder, age) ? { kind: 'held', holder } : { kind: 'stale', text };
}

function create(path: string, holder: LockHolder, mode: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    writeSync(descriptor, `${JSON.stringify(holder)}\n`);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a stale lock unless another process has replaced it in the meantime. */
function removeStale(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new JournalError(
      sentence`${path} was left by a preparation that is no longer running, and it could not be removed (${codeOf(error)}). Remove it manually.`,
      { cause: error },
    );
  }
  if (readFileSync(aside, 'utf8') === text) unlinkSync(aside);
  else renameSync(aside, path);
}

function isRunning(holder: LockHolder, lockAge: number): boolean {
  // Process ids are used again: a lock with this process's own id that it has not taken was left by one that has ended.
  if (holder.host === hostname() && holder.pid === process.pid) return ownTokens.has(holder.token);
  return isHolderRunning(holder, { host: hostname(), uptime: uptime(), lockAge, process: processFacts(holder.pid) });
}

function processFacts(pid: number): { readonly start: string | undefined } | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is running, as another user.
    if (codeOf(error) === 'ESRCH') return undefined;
  }
  return { start: processStart(pid) };
}

/** Undefined if the system does not say. */
function processStart(pid: number): string | undefined {
  try {
    return processStartIn(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return parseLockHolder(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function heldMessage(journal: string, path: string, holder: LockHolder | undefined): string {
  if (!holder)
    return sentence`${journal} is being opened by another process, or is in use by another user. Try again in a few seconds.`;
  const where = holder.host === hostname() ? '' : sentence` on ${holder.host}`;
  const remedy =
    where === ''
      ? sentence`Wait until it finishes, or stop it.`
      : sentence`Wait until it finishes or, if it is no longer running, remove ${path}.`;
  if (holder.sessionId === '')
    return sentence`${journal} is in use: process ${holder.pid}${where} has been writing to it since ${holder.since}. ${remedy}`;
  return sentence`${journal} is in use: process ${holder.pid}${where} has been preparing session "${holder.sessionId}" since ${holder.since}. ${remedy}`;
}
