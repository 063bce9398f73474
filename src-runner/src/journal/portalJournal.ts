import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { JournalValueError } from '#core/journal/journalText';
import { portalJournalText, type PortalSession } from '#core/journal/portalJournal';
import type { RecordedSession } from '#core/journal/sessionHistory';
import type { SessionParameters } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import { logNameOf } from '../report/runLog';
import { replaceFile } from '../model/replaceFile';
import { syncDirectory } from '../model/syncDirectory';
import { codeOf } from '../model/systemError';
import { JournalError, journalFailure } from './journalError';
import type { FileCalls } from './journalFile';

/**
 * Keeps the journal for the portal current while a session is worked on. The recovery log has everything that a session
 * continues from.
 */
export class PortalJournal {
  readonly #path: string;

  constructor(
    path: string,
    private readonly calls: FileCalls,
  ) {
    this.#path = path;
  }

  /**
   * Writes the current state of the sessions to the journal. It is replaced atomically: there is always the old or the
   * new one.
   *
   * @throws JournalError
   */
  write(sessions: readonly RecordedSession[]): void {
    const text = this.#text(sessions);
    let place = this.#path;
    try {
      // Keeps a link a link.
      place = realpathSync(this.#path);
      if (readFileSync(place, 'utf8') === text) return;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw journalFailure(this.#path, error);
    }
    const temporary = `${place}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const descriptor = this.calls.open(temporary, 'wx', 0o600);
      try {
        const bytes = Buffer.from(text);
        for (let written = 0; written < bytes.length;)
          written += this.calls.write(descriptor, bytes, written, bytes.length - written, written);
        this.calls.sync(descriptor);
      } finally {
        this.calls.close(descriptor);
      }
      replaceFile(temporary, place);
      syncDirectory(dirname(place), this.calls);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw journalFailure(this.#path, error);
    }
  }

  #text(sessions: readonly RecordedSession[]): string {
    const told = sessions
      .filter(({ state }) => state !== 'Aborted')
      .map((session) => portalSession(session, this.#path));
    try {
      return portalJournalText(told);
    } catch (error) {
      throw error instanceof JournalValueError ? new JournalError(`${this.#path}: ${error.message}`) : error;
    }
  }
}

function portalSession({ begun, parameters, drives }: RecordedSession, journal: string): PortalSession {
  const opened = drives.flatMap(({ state, info, infoTime }) =>
    state === 'Verified' && info && infoTime !== undefined ? [{ info, time: infoTime }] : [],
  );
  return { begun, logDirectory: parameters.logDirectory ?? logDirectoryOf(journal), drives: opened };
}

/** The default folder for a session's logs. */
export function logDirectoryOf(journal: string): string {
  return join(dirname(resolve(journal)), 'logs');
}

/** Where a session's log is. By default it has the name of its session. */
export function logPathOf({ sessionId, logDirectory, options: { log } }: SessionParameters, journal: string): string {
  return join(
    logDirectory === undefined ? logDirectoryOf(journal) : resolve(logDirectory),
    typeof log === 'string' ? basename(log) : logNameOf(sessionId),
  );
}

/**
 * Makes sure that a journal may be replaced: it must not say anything that the recovery log does not know.
 *
 * @param journal its content; undefined if there is none
 * @throws JournalError
 */
export function checkPortalJournal(
  path: string,
  recovery: string,
  journal:
    | {
        readonly sessions: readonly RecordedSession[];
        readonly foreignDrives: readonly { readonly driveId: string; readonly bitLockerKey: string }[];
      }
    | undefined,
  known: readonly RecordedSession[],
): void {
  if (!journal) return;
  const drives = known.flatMap((session) => session.drives.map(({ description }) => description));
  const isKnown = journal.foreignDrives.every(({ driveId, bitLockerKey }) =>
    drives.some((drive) => drive.driveId === driveId && drive.bitLockerKey === bitLockerKey),
  );
  const isOurs = journal.sessions.every(({ id }) => known.some((session) => session.id === id));
  if (isKnown && isOurs) return;
  throw new JournalError(
    sentence`${path} is not the journal that ${recovery} belongs to: it names drives that are missing there. Restore the right journal, or specify another file with --journal; neither file was changed.`,
  );
}
