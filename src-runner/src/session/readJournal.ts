import { closeSync, openSync, readSync } from 'node:fs';
import type { DriveInfo } from '#core/driveInfo/driveInfo';
import { CopyProgressError, readCopyProgress, type CopyProgressVisitor } from '#core/journal/copyProgress';
import { JournalParser, type JournalProblemKind } from '#core/journal/journalParser';
import { activityOf, type JournalRecord } from '#core/journal/journalRecord';
import { readSessionRecord, SessionRecordError, type DriveState, type SessionDrive, type SessionParameters, type SessionRecord, type SessionState } from '#core/journal/sessionRecords';
import { CopyLedger } from './copyLedger';
import { JournalError, journalFailure } from './journalError';

export interface RecordedDrive {
  readonly description: SessionDrive;
  /** Undefined of a drive that was not begun. */
  readonly state: DriveState | undefined;
  readonly info: DriveInfo | undefined;
}

export interface RecordedSession {
  readonly id: string;
  readonly parameters: SessionParameters;
  readonly state: SessionState;
  /** The session whose files it goes on with. */
  readonly continues: string | undefined;
  readonly drives: readonly RecordedDrive[];
}

export interface JournalState {
  /** `tool`: the original tool wrote it, or another program with other records than ours. */
  readonly origin: 'ours' | 'tool';
  readonly sessions: readonly RecordedSession[];
  /** Drive infos that belong to no session of ours. */
  readonly foreignDrives: readonly DriveInfo[];
  /** True where the last record is not complete. */
  readonly torn: boolean;
  /** Bytes up to the end of the last complete record. */
  readonly length: number;
  /** False where no line end follows that record. */
  readonly endsLine: boolean;
}

/** The hashes of each drive of a session, by the number of the drive. */
export type SessionLedgers = ReadonlyMap<string, readonly CopyLedger[]>;

const CHUNK_LENGTH = 1 << 20;
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** What a problem of the journal is called in a message. */
const problemNames: Readonly<Record<JournalProblemKind, string>> = {
  'not-a-journal': 'this is no journal',
  outside: 'there is text between records',
  unterminated: 'a record does not end',
  header: 'a record has no time or type',
  field: 'a line is no field',
  order: 'a second journal begins',
  'too-long': 'a record is longer than any that is written',
};

interface OpenDrive {
  readonly description: SessionDrive;
  state: DriveState | undefined;
  info: DriveInfo | undefined;
}

interface OpenSession {
  readonly id: string;
  parameters: SessionParameters;
  state: SessionState;
  continues: string | undefined;
  readonly drives: OpenDrive[];
}

/**
 * What a journal says of its sessions. Hashes are not kept: `readLedgers` reads them.
 *
 * @throws JournalError for a file that is no journal, or a damaged one. A torn last record is no damage.
 */
export function readJournal(path: string): JournalState {
  const history = new SessionHistory(path);
  const end = readRecords(path, (record) => {
    // Those are many, and their hashes are not wanted.
    if (activityOf(record) !== 'CopyProgress') history.take(record);
  });
  return history.finish(end);
}

/** Puts the sessions of a journal together from its records. */
class SessionHistory {
  private readonly sessions: OpenSession[] = [];
  private readonly foreignDrives: DriveInfo[] = [];
  private foreign = false;
  /**
   * A session's parameters and drives count when the record of its state follows: a process that was killed between them had touched
   * nothing else. What does not count begins at `start`, and is undone by `undo`.
   */
  private open: { readonly start: number; readonly undo: () => void } | undefined;

  constructor(private readonly path: string) {}

  take(record: JournalRecord): void {
    const read = readSessionRecord(record);
    switch (read?.kind) {
      case undefined:
        this.foreign ||= record.type === 'ActivityRecord';
        break;
      case 'parameters':
        this.begin(read.parameters, record);
        break;
      case 'session':
        this.changeState(read, this.sessionOf(read.sessionId, record));
        break;
      case 'drive':
        this.addDrive(read, this.sessionOf(read.sessionId, record), record);
        break;
      case 'drive-state':
        this.driveOf(read.sessionId, read.drive, record).state = read.state;
        break;
      case 'drive-info':
        if (read.sessionId === undefined) this.foreignDrives.push(read.info);
        else this.driveOf(read.sessionId, read.drive, record).info = read.info;
        break;
      case 'progress':
        break;
    }
  }

  finish(end: RecordsEnd): JournalState {
    this.open?.undo();
    const { sessions, foreignDrives } = this;
    const origin = sessions.length === 0 && (this.foreign || foreignDrives.length > 0) ? 'tool' : 'ours';
    const kept = this.open ? { torn: true, length: end.skipped + this.open.start, endsLine: true } : { torn: end.torn, length: end.length, endsLine: end.endsLine };
    return { origin, sessions, foreignDrives, ...kept };
  }

  private begin(parameters: SessionParameters, { start, line }: JournalRecord): void {
    const known = this.sessions.find(({ id }) => id === parameters.sessionId);
    if (known) {
      // One that needs drives goes on with a new plan; where it has begun none, it is all new.
      if (known.state !== 'NeedsDrives') throw damaged(this.path, line, `the session "${parameters.sessionId}" begins twice`);
      const { parameters: before, drives } = known;
      const count = drives.length;
      known.parameters = parameters;
      this.open ??= {
        start,
        undo: () => {
          known.parameters = before;
          drives.length = count;
        },
      };
      return;
    }
    this.sessions.push({ id: parameters.sessionId, parameters, state: 'Started', continues: undefined, drives: [] });
    this.open ??= { start, undo: () => this.sessions.pop() };
  }

  private addDrive(read: Extract<SessionRecord, { kind: 'drive' }>, { drives }: OpenSession, { start, line }: JournalRecord): void {
    const count = drives.length;
    if (read.drive !== count) throw damaged(this.path, line, `drive ${read.drive} comes before drive ${count}`);
    drives.push({ description: read.description, state: undefined, info: undefined });
    this.open ??= {
      start,
      undo: () => {
        drives.length = count;
      },
    };
  }

  private changeState(read: Extract<SessionRecord, { kind: 'session' }>, session: OpenSession): void {
    this.open = undefined;
    session.state = read.state;
    if (read.continues === undefined) return;
    session.continues = read.continues;
    const before = this.sessions.find(({ id }) => id === read.continues);
    if (before) before.state = 'Continued';
  }

  private sessionOf(id: string, { line }: JournalRecord): OpenSession {
    const session = this.sessions.find((candidate) => candidate.id === id);
    if (!session) throw damaged(this.path, line, `it belongs to the session "${id}", which has not begun`);
    return session;
  }

  private driveOf(sessionId: string, drive: number | undefined, record: JournalRecord): OpenDrive {
    const found = this.sessionOf(sessionId, record).drives[drive ?? -1];
    if (!found) throw damaged(this.path, record.line, 'its drive has not been named');
    return found;
  }
}

/**
 * The hashes that the journal has of the drives of some sessions: 57 bytes a small file.
 *
 * @throws JournalError
 */
export function readLedgers(path: string, state: JournalState, sessionIds: readonly string[]): SessionLedgers {
  const ledgers = new Map<string, CopyLedger[]>();
  for (const { id, drives } of state.sessions) {
    if (sessionIds.includes(id)) ledgers.set(id, drives.map(() => new CopyLedger()));
  }
  readRecords(path, (record) => {
    const activity = activityOf(record);
    if (activity !== 'CopyProgress' && activity !== 'CopyDriveState') return;
    const progress = readSessionRecord(record);
    if (progress?.kind === 'drive-state' && progress.state === 'Writing') {
      // It is written from its beginning: what was on it before does not count any more.
      const drives = ledgers.get(progress.sessionId);
      if (drives?.[progress.drive]) drives[progress.drive] = new CopyLedger();
    }
    if (progress?.kind !== 'progress') return;
    const ledger = ledgers.get(progress.sessionId)?.[progress.drive];
    if (!ledger) return;
    readCopyProgress(progress.lines, withinReach(ledger));
    ledger.forgetChanges();
    if (progress.next) ledger.next = progress.next;
  });
  return ledgers;
}

/** Files come one after the other: a number far behind all others is damage, and no reason to make room for so many. */
const FARTHEST_FILE = 1_000_000;

function withinReach(ledger: CopyLedger): CopyProgressVisitor {
  const check = (file: number): void => {
    if (file > ledger.fileCount + FARTHEST_FILE) throw new RangeError('the number of a file is out of reach');
  };
  return {
    block: (file, md5) => {
      check(file);
      ledger.block(file, md5);
    },
    pageRange: (file, offset, length, md5) => {
      check(file);
      ledger.pageRange(file, offset, length, md5);
    },
    done: (file, sha256) => {
      check(file);
      ledger.done(file, sha256);
    },
    failed: (file, failure) => {
      check(file);
      ledger.failed(file, failure);
    },
  };
}

/** Where the records of a file end, in bytes. */
interface RecordsEnd {
  readonly torn: boolean;
  readonly length: number;
  readonly endsLine: boolean;
  /** Bytes before those that offsets of records count from. */
  readonly skipped: number;
}

/** Reads all records of a file, in memory that does not grow with it. */
function readRecords(path: string, visit: (record: JournalRecord) => void): RecordsEnd {
  let current: JournalRecord | undefined;
  const parser = new JournalParser({
    record: (record) => {
      current = record;
      visit(decoded(record));
    },
    problem: ({ kind, line }) => {
      if (kind === 'not-a-journal') throw new JournalError(`${path} is no journal. Name another file with --journal; this one was not touched.`);
      throw damaged(path, line, problemNames[kind]);
    },
  });
  try {
    const skipped = readChunks(path, (text) => {
      parser.push(text);
    });
    const { torn, end, endsLine } = parser.end();
    return { torn, length: end === 0 ? 0 : skipped + end, endsLine, skipped };
  } catch (error) {
    if (error instanceof SessionRecordError) throw damaged(path, error.line, `${error.field} is missing or wrong`);
    if (error instanceof RangeError) throw damaged(path, current?.line ?? 0, error.message);
    if (error instanceof CopyProgressError) throw damaged(path, current!.line + error.line, 'a checkpoint cannot be read');
    if (error instanceof JournalError) throw error;
    throw journalFailure(path, error);
  }
}

function damaged(path: string, line: number, what: string): JournalError {
  return new JournalError(`${path}, line ${line + 1}: the journal is damaged: ${what}. Bring back a copy of it, or begin again with another journal; this one was not touched.`);
}

/**
 * The bytes of a file as Latin-1, so that each is a unit of the text, and offsets are those of bytes.
 *
 * @returns the length of the byte order mark that was left out
 */
function readChunks(path: string, take: (text: string) => void): number {
  const descriptor = openSync(path, 'r');
  let skipped = 0;
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_LENGTH);
    for (let position = 0; ; ) {
      const count = readSync(descriptor, buffer, 0, buffer.length, position);
      if (count === 0) return skipped;
      let text = buffer.toString('latin1', 0, count);
      if (position === 0 && text.startsWith(BYTE_ORDER_MARK)) {
        skipped = BYTE_ORDER_MARK.length;
        text = text.slice(skipped);
      }
      take(text);
      position += count;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The record with its values in Unicode. */
function decoded(record: JournalRecord): JournalRecord {
  if (!record.fields.some(({ value }) => /[\u0080-\u00ff]/.test(value))) return record;
  return { ...record, fields: record.fields.map((field) => ({ ...field, value: Buffer.from(field.value, 'latin1').toString('utf8') })) };
}
