import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DriveInfo } from '#core/driveInfo/driveInfo';
import { JournalValueError, journalRecordText, journalTime, parseJournalTime } from '#core/journal/journalText';
import { newRecoveryLogText, recoveryPathOf } from '#core/journal/recoveryLog';
import {
  sessionRecordText,
  type CopyPlace,
  type DriveState,
  type SessionDrive,
  type SessionParameters,
  type SessionRecord,
  type SessionState,
  type TargetKind,
} from '#core/journal/sessionRecords';
import { SessionHistory, type RecordedSession } from '#core/journal/sessionHistory';
import { sentence } from '../language/sentence';
import { replaceFile } from '../model/replaceFile';
import { syncDirectory } from '../model/syncDirectory';
import { codeOf } from '../model/systemError';
import { JournalError, journalFailure } from './journalError';
import { JournalFile, systemCalls, type FileCalls } from './journalFile';
import { PortalJournal } from './portalJournal';
import { readJournal, readLedgers, readOldRecords, type JournalState, type SessionLedgers } from './readJournal';
import { CHAIN_START, withChecksum } from './recordChain';
import { decideSession, type SessionDecision, type SessionRequest } from './sessionRequest';
import { SessionLock } from './sessionLock';

/**
 * The write-ahead log of a preparation: its recovery log, from which the journal for the portal is written. A journal
 * that is older than recovery logs gets one with the first record that is written.
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
  /** The checksum of the last record. */
  #checksum: string;
  /** The combined state of all records, for the portal. */
  readonly #history: SessionHistory;
  readonly #portal: PortalJournal;

  private constructor(
    readonly path: string,
    private readonly request: SessionRequest,
    private readonly lock: SessionLock,
    /** The journal's state when it was opened; undefined if it did not exist or was empty. */
    readonly state: JournalState | undefined,
    private readonly calls: FileCalls,
  ) {
    this.#sessionId = request.sessionId;
    this.#checksum = state?.checksum ?? CHAIN_START;
    this.#history = new SessionHistory(() => undefined, state?.sessions);
    this.#portal = new PortalJournal(path, calls);
  }

  /** Where the sessions are recorded. */
  get recoveryPath(): string {
    return recoveryPathOf(this.path);
  }

  /**
   * Locks the journal for this process and reads it.
   *
   * @param events where the events of this process can be read; recorded in the lock for other processes
   * @throws JournalError if the journal is in use or damaged, or the file is not a journal
   */
  static open(
    path: string,
    request: SessionRequest,
    { events, calls = systemCalls }: { events?: string; calls?: FileCalls } = {},
  ): SessionJournal {
    const lock = SessionLock.take(path, request.sessionId, events);
    try {
      return new SessionJournal(
        path,
        request,
        lock,
        exists(recoveryPathOf(path)) || exists(path) ? readJournal(path) : undefined,
        calls,
      );
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** The lock's token: other processes name it to stop this one. */
  get lockToken(): string {
    return this.lock.token;
  }

  /** The session whose records are being written. */
  get sessionId(): string {
    return this.#sessionId;
  }

  /** Bytes of the recovery log, or of the journal that it will be created from. */
  get length(): number {
    return this.#file?.length ?? this.state?.length ?? 0;
  }

  decide(): SessionDecision {
    // If the user removed the journal to start over, the message names the file that is left.
    const named = this.state && !existsSync(this.path) ? this.state.file : this.path;
    return decideSession(named, this.state, this.request);
  }

  /** The hashes in the journal for the drives of a session and of the sessions that it continues, by session id. */
  ledgersOf(session: RecordedSession): SessionLedgers {
    const ids = [session.id];
    for (
      let next = session.continues;
      next !== undefined && !ids.includes(next);
      next = this.state?.sessions.find(({ id }) => id === ids.at(-1))?.continues
    )
      ids.push(next);
    return this.state ? readLedgers(this.state, ids) : new Map<string, never>();
  }

  /**
   * Begins the requested session.
   *
   * @throws JournalError
   */
  start(parameters: SessionParameters, drives: readonly SessionDrive[]): void {
    this.#begin(parameters, drives, undefined);
  }

  /** Continues a session. */
  resume(session: RecordedSession): void {
    this.#sessionId = session.id;
    this.#write([{ kind: 'session', sessionId: session.id, state: 'Resumed' }], 'now');
  }

  /**
   * Continues a session that needs drives on the additional `drives`: under its own id, so that their numbers follow
   * the existing ones, or under the new id in `parameters`. The parameters replace those of the session, above all its
   * plan.
   */
  extend(session: RecordedSession, drives: readonly SessionDrive[], parameters: SessionParameters): void {
    if (parameters.sessionId !== session.id) {
      this.#begin(parameters, drives, session.id);
      return;
    }
    const { id } = session;
    this.#sessionId = id;
    const first = session.drives.length;
    const described = drives.map((description, index): SessionRecord => ({
      kind: 'drive',
      sessionId: id,
      drive: first + index,
      description,
    }));
    this.#write(
      [{ kind: 'parameters', parameters }, ...described, { kind: 'session', sessionId: id, state: 'Resumed' }],
      'now',
    );
  }

  /**
   * Abandons a session. The caller has already removed what it wrote: after a crash in between, it can be aborted
   * again.
   */
  abort(session: RecordedSession): void {
    this.#sessionId = session.id;
    this.#write([{ kind: 'session', sessionId: session.id, state: 'Aborted' }], 'now');
  }

  /** Writes a drive of a session to another target from here on. Call this before `resume`. */
  moveDrive(sessionId: string, drive: number, target: string, targetKind: TargetKind): void {
    this.#write([{ kind: 'drive-target', sessionId, drive, target, targetKind }], 'now');
  }

  /** Records that another medium replaces a lost one: nothing on the lost one counts any more. */
  replaceDrive(sessionId: string, drive: number, description: SessionDrive): void {
    this.#write([{ kind: 'drive-replaced', sessionId, drive, description }], 'now');
  }

  driveState(drive: number, state: DriveState): void {
    this.#write([{ kind: 'drive-state', sessionId: this.#sessionId, drive, state }], 'now');
  }

  /**
   * Records that the drive can be opened.
   *
   * @param isReadBack whether it was compared before
   */
  driveVerified(drive: number, isReadBack: boolean): void {
    this.#write(
      [
        {
          kind: 'drive-state',
          sessionId: this.#sessionId,
          drive,
          state: 'Verified',
          ...(isReadBack && { isReadBack }),
        },
      ],
      'now',
    );
  }

  /**
   * Records what is certainly on a drive: the target was synced up to `next` before. The lines come from
   * `CopyLedger.takeLines`.
   */
  checkpoint(drive: number, lines: string, next?: CopyPlace): void {
    this.#write(
      [{ kind: 'progress', sessionId: this.#sessionId, drive, lines, ...(next === undefined ? {} : { next }) }],
      'soon',
    );
  }

  driveInfo(drive: number, info: DriveInfo): void {
    this.#write([{ kind: 'drive-info', sessionId: this.#sessionId, drive, info }], 'now');
  }

  /** Records how the session ended, or that it was interrupted. */
  finish(state: Extract<SessionState, 'Interrupted' | 'NeedsDrives' | 'Completed'>): void {
    this.#write([{ kind: 'session', sessionId: this.#sessionId, state }], 'now');
  }

  /** Call this regularly while there is nothing to write. */
  syncIfDue(): void {
    this.#file?.syncIfDue();
  }

  /** Releases the journal. */
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
    const described = drives.map((description, drive): SessionRecord => ({
      kind: 'drive',
      sessionId,
      drive,
      description,
    }));
    const started: SessionRecord = {
      kind: 'session',
      sessionId,
      state: 'Started',
      ...(continues === undefined ? {} : { continues }),
    };
    this.#write([{ kind: 'parameters', parameters }, ...described, started], 'now');
  }

  /**
   * Appends records in one write. After a crash the last ones may be missing; therefore the record that validates the
   * others comes last.
   */
  #write(records: readonly SessionRecord[], urgency: 'now' | 'soon'): void {
    const time = new Date();
    const texts = records.map((record) => this.#textOf(record, time));
    this.#append(this.#openFile(time), texts, urgency);
    for (const record of records) this.#tell(record, time);
    if (records.some(isForPortal)) this.#portal.write(this.#history.finish().sessions);
  }

  #textOf(record: SessionRecord, time: Date): string {
    try {
      return sessionRecordText(record, time);
    } catch (error) {
      throw error instanceof JournalValueError ? new JournalError(`${this.path}: ${error.message}`) : error;
    }
  }

  #append(file: JournalFile, records: readonly string[], urgency: 'now' | 'soon'): void {
    let checksum = this.#checksum;
    let text = '';
    for (const record of records) {
      const sealed = withChecksum(checksum, record);
      text += sealed.text;
      checksum = sealed.checksum;
    }
    file.append(text, urgency);
    this.#checksum = checksum;
  }

  #tell(record: SessionRecord, time: Date): void {
    this.#history.take(record, {
      type: 'ActivityRecord',
      time: journalTime(time),
      fields: [],
      start: 0,
      end: 0,
      line: 0,
      lastLine: 0,
    });
  }

  #openFile(time: Date): JournalFile {
    if (this.#file) return this.#file;
    const { state, recoveryPath, calls } = this;
    if (state && state.checksum === undefined && state.length > 0) this.#takeOver(state);
    const isThere = existsSync(recoveryPath);
    const length = state?.checksum === undefined ? (isThere ? statSync(recoveryPath).size : 0) : state.length;
    const file = isThere ? JournalFile.open(recoveryPath, length, calls) : JournalFile.create(recoveryPath, calls);
    this.#file = file;
    if (length === 0) this.#append(file, [newRecoveryLogText(time)], 'soon');
    else if (state?.checksum !== undefined && !state.endsLine) file.append('\r\n', 'soon');
    return file;
  }

  /**
   * Creates the recovery log of a journal that has none, with all its records. It is created completely or not at all.
   */
  #takeOver({ length }: JournalState): void {
    const temporary = `${this.recoveryPath}.tmp`;
    rmSync(temporary, { force: true });
    const file = JournalFile.create(temporary, this.calls);
    try {
      readOldRecords(this.path, ({ type, time, fields, start }) => {
        // An incomplete record does not count here either.
        if (start >= length) return;
        const when = parseJournalTime(time) ?? new Date(0);
        const text =
          type === 'NewJournalFile'
            ? newRecoveryLogText(when)
            : journalRecordText(
                type,
                when,
                fields.map(({ name, value }) => [name, value] as const),
              );
        this.#append(file, [text], 'soon');
      });
      file.sync();
    } finally {
      file.close();
    }
    replaceFile(temporary, this.recoveryPath);
    syncDirectory(dirname(resolve(this.recoveryPath)), this.calls);
  }
}

/** Whether a record changes the journal for the portal. */
function isForPortal(record: SessionRecord): boolean {
  return record.kind === 'session' || (record.kind === 'drive-state' && record.state === 'Verified');
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
