import { statSync } from 'node:fs';
import type { DriveInfo } from '#core/driveInfo/driveInfo';
import { JournalValueError, newJournalText } from '#core/journal/journalText';
import { sessionRecordText, type CopyPlace, type DriveState, type SessionDrive, type SessionParameters, type SessionRecord, type SessionState } from '#core/journal/sessionRecords';
import type { RecordedSession } from '#core/journal/sessionHistory';
import { sentence } from '../language/sentence';
import { codeOf } from '../systemError';
import { JournalError, journalFailure } from './journalError';
import { JournalFile, systemCalls, type FileCalls } from './journalFile';
import { readJournal, readLedgers, type JournalState, type SessionLedgers } from './readJournal';
import { decideSession, type SessionDecision, type SessionRequest } from './sessionRequest';
import { SessionLock } from './sessionLock';

/**
 * The journal as the write-ahead log of a preparation.
 *
 *     const journal = SessionJournal.open(path, request);          // locks, reads, cuts nothing yet
 *     const decision = journal.decide();                           // start, resume, abort, extend, or why not
 *     journal.start(parameters, drives);                           // or resume(), extend(), abort()
 *     journal.driveState(0, 'Writing');
 *     journal.checkpoint(0, lines, next);                          // when the target has been synced up to `next`
 *     journal.driveInfo(0, info); journal.finish('Completed');
 *     journal.close();
 */
export class SessionJournal {
  #file: JournalFile | undefined;
  #sessionId: string;

  private constructor(
    readonly path: string,
    private readonly request: SessionRequest,
    private readonly lock: SessionLock,
    /** What the journal said when it was opened; undefined where there was none, or an empty one. */
    readonly state: JournalState | undefined,
    private readonly calls: FileCalls,
  ) {
    this.#sessionId = request.sessionId;
  }

  /**
   * Takes the journal for this process alone, and reads it.
   *
   * @param events where the events of this process can be read; whoever looks at the lock finds it there
   * @throws JournalError for a journal in use, a damaged one, or a file that is none
   */
  static open(path: string, request: SessionRequest, { events, calls = systemCalls }: { events?: string; calls?: FileCalls } = {}): SessionJournal {
    const lock = SessionLock.take(path, request.sessionId, events);
    try {
      return new SessionJournal(path, request, lock, exists(path) ? readJournal(path) : undefined, calls);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** That of the lock: whoever wants this process to stop names it. */
  get lockToken(): string {
    return this.lock.token;
  }

  /** The session that records are written for. */
  get sessionId(): string {
    return this.#sessionId;
  }

  /** Bytes of the journal. */
  get length(): number {
    return this.#file?.length ?? this.state?.length ?? 0;
  }

  decide(): SessionDecision {
    return decideSession(this.path, this.state, this.request);
  }

  /** The hashes that the journal holds of a session's drives, and of those of the sessions that it goes on with, by session id. */
  ledgersOf(session: RecordedSession): SessionLedgers {
    const ids = [session.id];
    for (let next = session.continues; next !== undefined && !ids.includes(next); next = this.state?.sessions.find(({ id }) => id === ids.at(-1))?.continues) ids.push(next);
    return this.state ? readLedgers(this.path, this.state, ids) : new Map<string, never>();
  }

  /**
   * Begins the session that was asked for.
   *
   * @throws JournalError
   */
  start(parameters: SessionParameters, drives: readonly SessionDrive[]): void {
    this.#begin(parameters, drives, undefined);
  }

  /** Goes on with a session. */
  resume(session: RecordedSession): void {
    this.#sessionId = session.id;
    this.#write([{ kind: 'session', sessionId: session.id, state: 'Resumed' }], 'now');
  }

  /**
   * Goes on with a session that needs drives, on the additional `drives`: under its own id, so that their numbers follow those that it
   * has, or under the new one that `parameters` have. They replace those that the session had, its plan above all.
   */
  extend(session: RecordedSession, drives: readonly SessionDrive[], parameters: SessionParameters): void {
    if (parameters.sessionId !== session.id) {
      this.#begin(parameters, drives, session.id);
      return;
    }
    const { id } = session;
    this.#sessionId = id;
    const first = session.drives.length;
    const described = drives.map((description, index): SessionRecord => ({ kind: 'drive', sessionId: id, drive: first + index, description }));
    this.#write([{ kind: 'parameters', parameters }, ...described, { kind: 'session', sessionId: id, state: 'Resumed' }], 'now');
  }

  /** Gives a session up. The caller has removed what it wrote: a crash in between leaves a session that can be aborted again. */
  abort(session: RecordedSession): void {
    this.#sessionId = session.id;
    this.#write([{ kind: 'session', sessionId: session.id, state: 'Aborted' }], 'now');
  }

  driveState(drive: number, state: DriveState): void {
    this.#write([{ kind: 'drive-state', sessionId: this.#sessionId, drive, state }], 'now');
  }

  /** The drive opens. @param isReadBack false of one that was not compared before */
  driveVerified(drive: number, isReadBack: boolean): void {
    this.#write([{ kind: 'drive-state', sessionId: this.#sessionId, drive, state: 'Verified', ...(isReadBack && { isReadBack }) }], 'now');
  }

  /** What is on a drive for certain: the target has been synced up to `next` before. The lines are those of `CopyLedger.takeLines`. */
  checkpoint(drive: number, lines: string, next?: CopyPlace): void {
    this.#write([{ kind: 'progress', sessionId: this.#sessionId, drive, lines, ...(next === undefined ? {} : { next }) }], 'soon');
  }

  driveInfo(drive: number, info: DriveInfo): void {
    this.#write([{ kind: 'drive-info', sessionId: this.#sessionId, drive, info }], 'now');
  }

  /** Says how the session ended, or that it was interrupted. */
  finish(state: Extract<SessionState, 'Interrupted' | 'NeedsDrives' | 'Completed'>): void {
    this.#write([{ kind: 'session', sessionId: this.#sessionId, state }], 'now');
  }

  /** To be called now and then while there is nothing to write. */
  syncIfDue(): void {
    this.#file?.syncIfDue();
  }

  /** Gives the journal free. */
  close(): void {
    try {
      this.#file?.close();
    } finally {
      this.#file = undefined;
      this.lock.release();
    }
  }

  #begin(parameters: SessionParameters, drives: readonly SessionDrive[], continues: string | undefined): void {
    const { sessionId } = parameters;
    this.#sessionId = sessionId;
    const described = drives.map((description, drive): SessionRecord => ({ kind: 'drive', sessionId, drive, description }));
    const started: SessionRecord = { kind: 'session', sessionId, state: 'Started', ...(continues === undefined ? {} : { continues }) };
    this.#write([{ kind: 'parameters', parameters }, ...described, started], 'now');
  }

  /**
   * Appends records in one go. After a crash the last of them may be missing; the one that makes the others count is therefore the
   * last one.
   */
  #write(records: readonly SessionRecord[], urgency: 'now' | 'soon'): void {
    const time = new Date();
    let text: string;
    try {
      text = records.map((record) => sessionRecordText(record, time)).join('');
    } catch (error) {
      throw error instanceof JournalValueError ? new JournalError(`${this.path}: ${error.message}`) : error;
    }
    if (!this.#file) {
      const { state } = this;
      this.#file = state ? JournalFile.open(this.path, state.length, this.calls) : JournalFile.create(this.path, this.calls);
      if (!state || state.length === 0) text = newJournalText(time) + text;
      else if (!state.endsLine) text = `\r\n${text}`;
    }
    this.#file.append(text, urgency);
  }
}

function exists(path: string): boolean {
  try {
    const facts = statSync(path);
    if (!facts.isFile()) throw new JournalError(sentence`${path} is not a file. Check --journal.`);
    return true;
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (codeOf(error) === 'ENOENT') return false;
    throw journalFailure(path, error);
  }
}
