import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { CopyProgressError, readCopyProgress, type CopyProgressVisitor } from '#core/journal/copyProgress';
import { JournalParser, type JournalProblemKind } from '#core/journal/journalParser';
import { activityOf, type JournalRecord } from '#core/journal/journalRecord';
import { CHECKSUM_FIELD, recoveryPathOf } from '#core/journal/recoveryLog';
import { SessionHistory, type HistoryProblem, type SessionSummary } from '#core/journal/sessionHistory';
import { readSessionRecord, SessionRecordError } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import { CopyLedger } from './copyLedger';
import { JournalError, journalFailure } from './journalError';
import { checkPortalJournal } from './portalJournal';
import { relocateSessions } from './relocatedSessions';
import { CHAIN_START, checksumOf } from './recordChain';

/** What a journal, or the recovery log beside it, says about its sessions. */
export interface JournalState extends Omit<SessionSummary, 'uncounted'> {
  /** The file that was read: the recovery log, or a journal that has none. */
  readonly file: string;
  /**
   * The checksum that the next record of a recovery log continues; undefined for a journal, whose records have none.
   */
  readonly checksum: string | undefined;
  /** Whether the last record is incomplete. */
  readonly torn: boolean;
  /** Bytes up to the end of the last complete record. */
  readonly length: number;
  /** Whether a line end follows that record. */
  readonly endsLine: boolean;
}

/** The hashes of each drive of a session, by the number of the drive. */
export type SessionLedgers = ReadonlyMap<string, readonly CopyLedger[]>;

const CHUNK_LENGTH = 1 << 20;
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** The name of each journal problem in messages. */
const problemNames: Readonly<Record<JournalProblemKind, () => string>> = {
  'not-a-journal': () => sentence`this is not a journal`,
  outside: () => sentence`there is text between records`,
  unterminated: () => sentence`a record has no end`,
  header: () => sentence`a record has no time or no type`,
  field: () => sentence`a line is not a field`,
  order: () => sentence`a second journal begins`,
  'too-long': () => sentence`a record is longer than any valid record`,
};

/** Whether there is a journal, or the recovery log of one that was removed. */
export function isJournalThere(path: string): boolean {
  return existsSync(path) || existsSync(recoveryPathOf(path));
}

/**
 * What is known of the sessions of a journal: from its recovery log or, if the journal is older than recovery logs,
 * from the journal itself. Paths are translated to the current folder. Hashes are not kept: `readLedgers` reads them.
 *
 * @throws JournalError for a damaged journal, or a file that is not a journal. A torn last record is not damage.
 */
export function readJournal(path: string): JournalState {
  const state = readState(path);
  return { ...state, sessions: relocateSessions(state.sessions, path) };
}

function readState(path: string): JournalState {
  const recovery = recoveryPathOf(path);
  if (!existsSync(recovery)) return readSessions(path, false);
  const state = readSessions(recovery, true);
  // A journal of another program, or one that does not belong to this recovery log, is not replaced.
  checkPortalJournal(path, recovery, existsSync(path) ? readSessions(path, false) : undefined, state.sessions);
  return state;
}

function readSessions(file: string, chained: boolean): JournalState {
  const history = new SessionHistory(({ kind, args }, { line }) => {
    throw damaged(file, line, historyProblem(kind, args));
  });
  /**
   * The checksum before each record that begins a session, by offset: it is needed if the record turns out not to
   * count.
   */
  const before = new Map<number, string>();
  let checksum = CHAIN_START;
  const { skipped, torn, length, endsLine } = readRecords(file, chained, (record, its) => {
    // These are many, and their hashes are not needed here.
    if (activityOf(record) !== 'CopyProgress') {
      const read = readSessionRecord(record);
      if (read?.kind === 'parameters' || read?.kind === 'drive') before.set(record.start, checksum);
      history.take(read, record);
    }
    checksum = its;
  });
  const { uncounted, ...summary } = history.finish();
  const end =
    uncounted === undefined ? { torn, length, endsLine } : { torn: true, length: skipped + uncounted, endsLine: true };
  const last = uncounted === undefined ? checksum : (before.get(uncounted) ?? CHAIN_START);
  return { ...summary, ...end, file, checksum: chained ? last : undefined };
}

/**
 * Visits every record of a journal without a recovery log, with its fields unchanged.
 *
 * @throws JournalError
 */
export function readOldRecords(path: string, visit: (record: JournalRecord) => void): void {
  readRecords(path, false, visit);
}

/**
 * The hashes in the journal for the drives of some sessions: 57 bytes per small file.
 *
 * @throws JournalError
 */
export function readLedgers(state: JournalState, sessionIds: readonly string[]): SessionLedgers {
  const ledgers = new Map<string, CopyLedger[]>();
  for (const { id, drives } of state.sessions) {
    if (sessionIds.includes(id))
      ledgers.set(
        id,
        drives.map(() => new CopyLedger()),
      );
  }
  readRecords(state.file, state.checksum !== undefined, (record) => {
    const activity = activityOf(record);
    if (activity !== 'CopyProgress' && activity !== 'CopyDriveState' && activity !== 'CopyDriveReplaced') return;
    const progress = readSessionRecord(record);
    if (progress?.kind === 'drive-replaced' || (progress?.kind === 'drive-state' && progress.state === 'Writing')) {
      // The drive is written from its beginning: its previous content does not count any more.
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

/** Files are copied in sequence: a number far beyond the others is damage, and must not cause a huge allocation. */
const FARTHEST_FILE = 1_000_000;

function withinReach(ledger: CopyLedger): CopyProgressVisitor {
  const check = (file: number): void => {
    if (file > ledger.fileCount + FARTHEST_FILE) throw new RangeError(sentence`a file number is out of range`);
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
  /** Bytes skipped before the position from which record offsets count. */
  readonly skipped: number;
}

function historyProblem(kind: HistoryProblem['kind'], args: readonly string[]): string {
  const [first = '', second = ''] = args;
  switch (kind) {
    case 'session-unknown':
      return sentence`a record belongs to session "${first}", which has not started`;
    case 'session-twice':
      return sentence`session "${first}" starts twice`;
    case 'drive-order':
      return sentence`drive ${first} comes before drive ${second}`;
    case 'drive-unknown':
      return sentence`a record belongs to a drive that has not been named`;
  }
}

/**
 * Reads all records of a file in bounded memory.
 *
 * @param chained whether each record has a checksum; it is verified and passed to `visit`
 */
function readRecords(
  path: string,
  chained: boolean,
  visit: (record: JournalRecord, checksum: string) => void,
): RecordsEnd {
  let current: JournalRecord | undefined;
  let checksum = CHAIN_START;
  /** Text that was read but does not yet form a complete record, and where it begins. */
  let pending = '';
  let pendingStart = 0;
  const parser = new JournalParser({
    record: (record) => {
      current = record;
      if (chained) {
        const field = record.fields.at(-1);
        const covered = Buffer.from(
          pending.slice(record.start - pendingStart, (field?.start ?? record.start) - pendingStart),
          'latin1',
        );
        if (field?.name !== CHECKSUM_FIELD || field.value !== checksumOf(checksum, covered))
          throw damaged(path, record.line, sentence`a record was changed, or one before it is missing`);
        checksum = field.value;
        pending = pending.slice(record.end - pendingStart);
        pendingStart = record.end;
      }
      visit(decoded(record), checksum);
    },
    problem: ({ kind, line }) => {
      if (kind === 'not-a-journal')
        throw new JournalError(
          sentence`${path} is not a journal. Specify another file with --journal; this one was not changed.`,
        );
      throw damaged(path, line, problemNames[kind]());
    },
  });
  try {
    const { skipped, hasZeros } = readChunks(path, (text) => {
      if (chained) pending += text;
      parser.push(text);
    });
    const { torn, end, endsLine } = parser.end();
    return { torn: torn || hasZeros, length: end === 0 ? 0 : skipped + end, endsLine, skipped };
  } catch (error) {
    if (error instanceof SessionRecordError)
      throw damaged(path, error.line, sentence`${error.field} is missing or wrong`);
    if (error instanceof RangeError) throw damaged(path, current?.line ?? 0, error.message);
    if (error instanceof CopyProgressError)
      throw damaged(path, current!.line + error.line, sentence`a checkpoint cannot be read`);
    if (error instanceof JournalError) throw error;
    throw journalFailure(path, error);
  }
}

function damaged(path: string, line: number, what: string): JournalError {
  return new JournalError(
    sentence`${path}, line ${line + 1}: the journal is damaged: ${what}. Restore a copy of it, or start again with another journal; this one was not changed.`,
  );
}

/**
 * The bytes of a file as Latin-1, so that each byte is one unit of text and offsets are byte offsets. Zeros at its end
 * are left out: a file system that lost its last writes leaves zeros in their place.
 *
 * @returns the length of the skipped byte order mark, and whether there were zeros at the end
 */
function readChunks(
  path: string,
  take: (text: string) => void,
): { readonly skipped: number; readonly hasZeros: boolean } {
  const descriptor = openSync(path, 'r');
  let skipped = 0;
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_LENGTH);
    const { size } = fstatSync(descriptor);
    const end = endBeforeZeros(descriptor, size, buffer);
    for (let position = 0; ;) {
      const count = readSync(descriptor, buffer, 0, Math.min(buffer.length, end - position), position);
      if (count === 0) return { skipped, hasZeros: end < size };
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

function endBeforeZeros(descriptor: number, size: number, buffer: Buffer): number {
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - buffer.length);
    const count = readSync(descriptor, buffer, 0, end - start, start);
    for (let at = count; at > 0; at--) if (buffer[at - 1] !== 0) return start + at;
    end = start;
  }
  return 0;
}

/** The record with its values decoded to Unicode. */
function decoded(record: JournalRecord): JournalRecord {
  if (!record.fields.some(({ value }) => /[\u0080-\u00ff]/.test(value))) return record;
  return {
    ...record,
    fields: record.fields.map((field) => ({ ...field, value: Buffer.from(field.value, 'latin1').toString('utf8') })),
  };
}
