import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
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
 * The write-ahead log of a preparation: its recovery log, and with it the journal for the portal, which is made from it. A journal from
 * before there were recovery logs is taken over by one with the first record that is written.
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
  /** That of the last record. */
  #checksum: string;
  /** What the records say together, for the portal. */
  readonly #history: SessionHistory;
  readonly #portal: PortalJournal;

  private constructor(
    readonly path: string,
    private readonly request: SessionRequest,
    private readonly lock: SessionLock,
    /** What the journal said when it was opened; undefined where there was none, or an empty one. */
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
   * Takes the journal for this process alone, and reads it.
   *
   * @param events where the events of this process can be read; whoever looks at the lock finds it there
   * @throws JournalError for a journal in use, a damaged one, or a file that is none
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

  /** That of the lock: whoever wants this process to stop names it. */
  get lockToken(): string {
    return this.lock.token;
  }

  /** The session that records are written for. */
  get sessionId(): string {
    return this.#sessionId;
  }

  /** Bytes of the recovery log, or of the journal that it is going to be made from. */
  get length(): number {
    return this.#file?.length ?? this.state?.length ?? 0;
  }

  decide(): SessionDecision {
    // Whoever has removed the journal to begin anew is told what is left of it.
    const named = this.state && !existsSync(this.path) ? this.state.file : this.path;
    return decideSession(named, this.state, this.request);
  }

  /** The hashes that the journal holds of a session's drives, and of those of the sessions that it goes on with, by session id. */
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

  /** Gives a session up. The caller has removed what it wrote: a crash in between leaves a session that can be aborted again. */
  abort(session: RecordedSession): void {
    this.#sessionId = session.id;
    this.#write([{ kind: 'session', sessionId: session.id, state: 'Aborted' }], 'now');
  }

  /** A drive of a session is written to another target from here on. To be called before `resume`. */
  moveDrive(sessionId: string, drive: number, target: string, targetKind: TargetKind): void {
    this.#write([{ kind: 'drive-target', sessionId, drive, target, targetKind }], 'now');
  }

  /** Says that another medium takes the place of one that is lost: nothing of what was on that one counts any more. */
  replaceDrive(sessionId: string, drive: number, description: SessionDrive): void {
    this.#write([{ kind: 'drive-replaced', sessionId, drive, description }], 'now');
  }

  driveState(drive: number, state: DriveState): void {
    this.#write([{ kind: 'drive-state', sessionId: this.#sessionId, drive, state }], 'now');
  }

  /** The drive opens. @param isReadBack false of one that was not compared before */
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

  /** What is on a drive for certain: the target has been synced up to `next` before. The lines are those of `CopyLedger.takeLines`. */
  checkpoint(drive: number, lines: string, next?: CopyPlace): void {
    this.#write(
      [{ kind: 'progress', sessionId: this.#sessionId, drive, lines, ...(next === undefined ? {} : { next }) }],
      'soon',
    );
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
   * Appends records in one go. After a crash the last of them may be missing; the one that makes the others count is therefore the
   * last one.
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

  /** Makes the recovery log of a journal that has none, with all of its records. It is there as a whole, or not at all. */
  #takeOver({ length }: JournalState): void {
    const temporary = `${this.recoveryPath}.tmp`;
    rmSync(temporary, { force: true });
    const file = JournalFile.create(temporary, this.calls);
    try {
      readOldRecords(this.path, ({ type, time, fields, start }) => {
        // What was not whole counts no more here than there.
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
    renameSync(temporary, this.recoveryPath);
    syncDirectory(dirname(resolve(this.recoveryPath)), this.calls);
  }
}

/** True of what changes the journal that the portal is given. */
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
