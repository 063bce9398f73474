import { closeSync, openSync, readSync } from 'node:fs';
import { CopyProgressError, readCopyProgress, type CopyProgressVisitor } from '#core/journal/copyProgress';
import { JournalParser, type JournalProblemKind } from '#core/journal/journalParser';
import { activityOf, type JournalRecord } from '#core/journal/journalRecord';
import { SessionHistory, type HistoryProblem, type SessionSummary } from '#core/journal/sessionHistory';
import { readSessionRecord, SessionRecordError } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import { CopyLedger } from './copyLedger';
import { JournalError, journalFailure } from './journalError';

export interface JournalState extends Omit<SessionSummary, 'uncounted'> {
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
  'not-a-journal': sentence`this is no journal`,
  outside: sentence`there is text between records`,
  unterminated: sentence`a record does not end`,
  header: sentence`a record has no time or type`,
  field: sentence`a line is no field`,
  order: sentence`a second journal begins`,
  'too-long': sentence`a record is longer than any that is written`,
};

/**
 * What a journal says of its sessions. Hashes are not kept: `readLedgers` reads them.
 *
 * @throws JournalError for a file that is no journal, or a damaged one. A torn last record is no damage.
 */
export function readJournal(path: string): JournalState {
  const history = new SessionHistory(({ kind, args }, { line }) => {
    throw damaged(path, line, historyProblem(kind, args));
  });
  const { skipped, torn, length, endsLine } = readRecords(path, (record) => {
    // Those are many, and their hashes are not wanted.
    if (activityOf(record) !== 'CopyProgress') history.take(readSessionRecord(record), record);
  });
  const { uncounted, ...summary } = history.finish();
  return { ...summary, ...(uncounted === undefined ? { torn, length, endsLine } : { torn: true, length: skipped + uncounted, endsLine: true }) };
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
    if (file > ledger.fileCount + FARTHEST_FILE) throw new RangeError(sentence`the number of a file is out of reach`);
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

function historyProblem(kind: HistoryProblem['kind'], args: readonly string[]): string {
  const [first = '', second = ''] = args;
  switch (kind) {
    case 'session-unknown':
      return sentence`it belongs to the session "${first}", which has not begun`;
    case 'session-twice':
      return sentence`the session "${first}" begins twice`;
    case 'drive-order':
      return sentence`drive ${first} comes before drive ${second}`;
    case 'drive-unknown':
      return sentence`its drive has not been named`;
  }
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
      if (kind === 'not-a-journal') throw new JournalError(sentence`${path} is no journal. Name another file with --journal; this one was not touched.`);
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
    if (error instanceof SessionRecordError) throw damaged(path, error.line, sentence`${error.field} is missing or wrong`);
    if (error instanceof RangeError) throw damaged(path, current?.line ?? 0, error.message);
    if (error instanceof CopyProgressError) throw damaged(path, current!.line + error.line, sentence`a checkpoint cannot be read`);
    if (error instanceof JournalError) throw error;
    throw journalFailure(path, error);
  }
}

function damaged(path: string, line: number, what: string): JournalError {
  return new JournalError(sentence`${path}, line ${line + 1}: the journal is damaged: ${what}. Bring back a copy of it, or begin again with another journal; this one was not touched.`);
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
