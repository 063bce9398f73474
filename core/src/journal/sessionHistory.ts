import type { DriveInfo } from '../driveInfo/driveInfo';
import type { JournalRecord } from './journalRecord';
import type { DriveState, SessionDrive, SessionParameters, SessionRecord, SessionState } from './sessionRecords';

export interface RecordedDrive {
  readonly description: SessionDrive;
  /** Undefined for a drive that was not begun. */
  readonly state: DriveState | undefined;
  /** True for a drive that was read back and compared, and not written to since. */
  readonly isReadBack: boolean;
  /** The time of the record with `state`, as written. */
  readonly stateTime?: string;
  readonly info: DriveInfo | undefined;
  /** The time of the record with `info`, as written. */
  readonly infoTime?: string | undefined;
}

export interface RecordedSession {
  readonly id: string;
  /** The time of its first record, as written. */
  readonly begun: string;
  readonly parameters: SessionParameters;
  readonly state: SessionState;
  /** The session whose remaining files it continues with. */
  readonly continues: string | undefined;
  readonly drives: readonly RecordedDrive[];
}

/** The combined content of a journal's records. */
export interface SessionSummary {
  /** `tool`: written by the original tool, or by another program whose records differ from this project's. */
  readonly origin: 'ours' | 'tool';
  readonly sessions: readonly RecordedSession[];
  /** Drive infos that belong to no known session. */
  readonly foreignDrives: readonly DriveInfo[];
  /**
   * Where the records begin that do not count, because the record with the session's state that should follow them is
   * missing.
   */
  readonly uncounted: number | undefined;
}

/** A record that does not fit those before it. `args` are for the variant `kind` of `journal/record`. */
export interface HistoryProblem {
  readonly kind: 'session-unknown' | 'session-twice' | 'drive-order' | 'drive-unknown';
  readonly args: readonly string[];
}

interface OpenDrive {
  description: SessionDrive;
  state: DriveState | undefined;
  isReadBack: boolean;
  stateTime?: string;
  info: DriveInfo | undefined;
  infoTime?: string | undefined;
}

interface OpenSession {
  readonly id: string;
  readonly begun: string;
  parameters: SessionParameters;
  state: SessionState;
  continues: string | undefined;
  readonly drives: OpenDrive[];
}

/** Assembles the sessions of a journal from its records. A record that does not fit is reported and left out. */
export class SessionHistory {
  readonly #report: (problem: HistoryProblem, record: JournalRecord) => void;
  readonly #sessions: OpenSession[];
  readonly #foreignDrives: DriveInfo[] = [];
  #foreign = false;
  /**
   * A session's parameters and drives count only when the record with its state follows: a process that was killed
   * before that had touched nothing else. What does not count begins at `start` and is undone by `undo`.
   */
  #open: { readonly start: number; readonly undo: () => void } | undefined;

  /**
   * @param report may throw to end the reading
   * @param known the sessions from records before those that will be passed in
   */
  constructor(
    report: (problem: HistoryProblem, record: JournalRecord) => void,
    known: readonly RecordedSession[] = [],
  ) {
    this.#report = report;
    this.#sessions = known.map((session) => ({ ...session, drives: session.drives.map((drive) => ({ ...drive })) }));
  }

  /** @param read the content of `record`; undefined for a record of another program */
  take(read: SessionRecord | undefined, record: JournalRecord): void {
    switch (read?.kind) {
      case undefined:
        this.#foreign ||= record.type === 'ActivityRecord';
        break;
      case 'parameters':
        this.#begin(read.parameters, record);
        break;
      case 'session':
        this.#changeState(read, record);
        break;
      case 'drive':
        this.#addDrive(read, record);
        break;
      case 'drive-target': {
        const drive = this.#driveOf(read.sessionId, read.drive, record);
        if (!drive) break;
        drive.description = {
          ...drive.description,
          target: read.target,
          ...(read.targetKind && { targetKind: read.targetKind }),
        };
        break;
      }
      case 'drive-replaced': {
        const drive = this.#driveOf(read.sessionId, read.drive, record);
        if (drive)
          Object.assign(drive, {
            description: read.description,
            state: undefined,
            isReadBack: false,
            info: undefined,
            infoTime: undefined,
          });
        break;
      }
      case 'drive-state': {
        const drive = this.#driveOf(read.sessionId, read.drive, record);
        if (drive)
          Object.assign(drive, { state: read.state, isReadBack: read.isReadBack === true, stateTime: record.time });
        break;
      }
      case 'drive-info':
        this.#takeInfo(read, record);
        break;
      case 'progress':
        break;
    }
  }

  finish(): SessionSummary {
    this.#open?.undo();
    const sessions = this.#sessions;
    const foreignDrives = this.#foreignDrives;
    const origin = sessions.length === 0 && (this.#foreign || foreignDrives.length > 0) ? 'tool' : 'ours';
    return { origin, sessions, foreignDrives, uncounted: this.#open?.start };
  }

  #begin(parameters: SessionParameters, record: JournalRecord): void {
    const known = this.#sessions.find(({ id }) => id === parameters.sessionId);
    if (known) {
      // A session that needs drives continues with a new plan; its parameters and drives may be recorded again.
      if (known.state !== 'NeedsDrives') {
        this.#report({ kind: 'session-twice', args: [parameters.sessionId] }, record);
        return;
      }
      const { parameters: before, drives } = known;
      const count = drives.length;
      known.parameters = parameters;
      this.#open ??= {
        start: record.start,
        undo: () => {
          known.parameters = before;
          drives.length = count;
        },
      };
      return;
    }
    const sessions = this.#sessions;
    sessions.push({
      id: parameters.sessionId,
      begun: record.time,
      parameters,
      state: 'Started',
      continues: undefined,
      drives: [],
    });
    this.#open ??= { start: record.start, undo: () => sessions.pop() };
  }

  #addDrive(read: Extract<SessionRecord, { kind: 'drive' }>, record: JournalRecord): void {
    const drives = this.#sessionOf(read.sessionId, record)?.drives;
    if (!drives) return;
    const count = drives.length;
    if (read.drive !== count) {
      this.#report({ kind: 'drive-order', args: [String(read.drive), String(count)] }, record);
      return;
    }
    drives.push({ description: read.description, state: undefined, isReadBack: false, info: undefined });
    this.#open ??= {
      start: record.start,
      undo: () => {
        drives.length = count;
      },
    };
  }

  #changeState(read: Extract<SessionRecord, { kind: 'session' }>, record: JournalRecord): void {
    const session = this.#sessionOf(read.sessionId, record);
    if (!session) return;
    this.#open = undefined;
    session.state = read.state;
    if (read.continues === undefined) return;
    session.continues = read.continues;
    const before = this.#sessions.find(({ id }) => id === read.continues);
    if (before) before.state = 'Continued';
  }

  #takeInfo(read: Extract<SessionRecord, { kind: 'drive-info' }>, record: JournalRecord): void {
    if (read.sessionId === undefined) {
      this.#foreignDrives.push(read.info);
      return;
    }
    const drive = this.#driveOf(read.sessionId, read.drive, record);
    if (drive) Object.assign(drive, { info: read.info, infoTime: record.time });
  }

  #sessionOf(id: string, record: JournalRecord): OpenSession | undefined {
    const session = this.#sessions.find((candidate) => candidate.id === id);
    if (!session) this.#report({ kind: 'session-unknown', args: [id] }, record);
    return session;
  }

  #driveOf(sessionId: string, drive: number | undefined, record: JournalRecord): OpenDrive | undefined {
    const session = this.#sessionOf(sessionId, record);
    const found = session?.drives[drive ?? -1];
    if (session && !found) this.#report({ kind: 'drive-unknown', args: [] }, record);
    return found;
  }
}
