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
import { sentence } from '../language/sentence';
import { readSmallFile } from '../model/regularFile';
import { codeOf } from '../model/systemError';
import { JournalError, journalFailure } from './journalError';

/** Another process holds the lock. */
export class LockHeldError extends JournalError {}

/** Keeps other processes from a journal, until it is released. */
export class SessionLock {
  private constructor(
    private readonly path: string,
    private readonly holder: LockHolder,
  ) {}

  /**
   * Takes the lock; one whose process does not run any more is taken over.
   *
   * @throws JournalError where another process holds it
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
   * Takes the medium of a drive, whatever path leads to it: of one computer's runs only one at a time writes to it.
   *
   * @param identity of the medium
   * @param sessionId empty where no session writes to it, but an image is written
   * @throws JournalError where another process holds it
   */
  static takeMedium(target: string, identity: string, sessionId: string): SessionLock {
    // Others have to see whether its holder still runs.
    const path = mediumLockPath(identity);
    const failure = (error: unknown) =>
      new JournalError(
        sentence`${path}, which keeps other runs from ${target}, cannot be made (${codeOf(error)}). Give this user the right to make files there.`,
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
        return new SessionLock(path, holder);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw failure(error);
      }
      const other = lockState(path);
      if (other.kind === 'held') throw new LockHeldError(heldMessage(subject, path, other.holder));
      if (other.kind === 'stale') removeStale(path, other.text);
    }
  }

  /** Tells this lock from every other. */
  get token(): string {
    return this.holder.token;
  }

  /** Gives the journal free. */
  release(): void {
    if (readHolder(this.path)?.token === this.holder.token) unlinkSync(this.path);
  }
}

/** Who holds the lock of a journal; undefined where no process does. */
export function lockHolder(journal: string): LockHolder | undefined {
  const state = lockState(lockPathOf(journal));
  return state.kind === 'held' ? state.holder : undefined;
}

/** In a folder that all users of this computer share, and that is the same for all of a user's processes, however they were started. */
function mediumLockPath(identity: string): string {
  return join(
    process.platform === 'win32' ? tmpdir() : '/tmp',
    lockPathOf(`sneakernet-${identity.replaceAll(/[^0-9a-z]+/gi, '-')}`),
  );
}

/** Bytes: no lock has more. */
const LONGEST_LOCK = 64 * 1024;

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
    // It was made by nobody who held a journal, and a link that leads nowhere is neither free nor held.
    if (!facts.isFile())
      throw new JournalError(sentence`${path} is not the lock that a preparation leaves. Remove it.`);
    text = readSmallFile(path, LONGEST_LOCK).toString('utf8');
    age = (Date.now() - statSync(path).mtimeMs) / 1000;
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (codeOf(error) === 'ENOENT') return { kind: 'free' };
    // Another user's: nothing more can be told.
    return { kind: 'held', holder: undefined };
  }
  const holder = parseLockHolder(text);
  // What cannot be the beginning of a lock is somebody's file.
  if (!holder && !LOCK_BEGINNING.test(text))
    throw new JournalError(
      sentence`${path} has the name of a lock, and is none: it is left as it is. Move it to another place.`,
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

/** Takes a stale lock away, unless another process has replaced it in the meantime. */
function removeStale(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new JournalError(
      sentence`${path} was left by a preparation that does not run any more, and cannot be taken away (${codeOf(error)}). Remove it.`,
      { cause: error },
    );
  }
  if (readFileSync(aside, 'utf8') === text) unlinkSync(aside);
  else renameSync(aside, path);
}

function isRunning(holder: LockHolder, lockAge: number): boolean {
  return isHolderRunning(holder, { host: hostname(), uptime: uptime(), lockAge, process: processFacts(holder.pid) });
}

function processFacts(pid: number): { readonly start: string | undefined } | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (codeOf(error) === 'ESRCH') return undefined;
  }
  return { start: processStart(pid) };
}

/** Undefined where the system does not say. */
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
    return sentence`${journal} is being opened by another process, or is in use by another user. Try again in some seconds.`;
  const where = holder.host === hostname() ? '' : sentence` on ${holder.host}`;
  const remedy =
    where === ''
      ? sentence`Wait for it, or stop it.`
      : sentence`Wait for it, or, if it does not run any more, remove ${path}.`;
  if (holder.sessionId === '')
    return sentence`${journal} is in use: process ${holder.pid}${where} writes to it since ${holder.since}. ${remedy}`;
  return sentence`${journal} is in use: process ${holder.pid}${where} prepares session "${holder.sessionId}" since ${holder.since}. ${remedy}`;
}
