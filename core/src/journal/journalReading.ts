import { checkDriveInfo } from '../driveInfo/checkDriveInfo';
import { DRIVES_OF_RUN, PORTAL_JOURNAL_LIMIT } from '../limits/limits';
import { excerpt } from '../rules/excerpt';
import type { FileFinding, FileFix } from '../rules/fileFinding';
import { byteCount } from '../text/byteCount';
import type { Range } from '../text/position';
import { utf8Length } from '../text/utf8Length';
import { CopyProgressError, readCopyProgress, type CopyProgressVisitor } from './copyProgress';
import { JournalParser, type JournalProblem } from './journalParser';
import { parseJournalTime } from './journalText';
import { activityOf, RECORD_BEGIN, type JournalField, type JournalRecord } from './journalRecord';
import { SessionHistory, type SessionSummary } from './sessionHistory';
import { NEW_RECOVERY_LOG } from './recoveryLog';
import { readSessionRecord, SessionRecordError, type SessionRecord, type SessionState } from './sessionRecords';

/** A record of a journal: its place and subject. */
export interface JournalEntry {
  /** `NewJournalFile`, `ActivityRecord`, or whatever else the file says. */
  readonly type: string;
  readonly activity: string | undefined;
  readonly time: string;
  /** As for `JournalRecord`. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly lastLine: number;
  /** Only for known records of a session. */
  readonly sessionId: string | undefined;
  readonly drive: number | undefined;
  /** Only for records that name it. */
  readonly driveId: string | undefined;
}

/** The sums of a drive's checkpoints. */
export interface DriveProgress {
  readonly filesDone: number;
  /** Files that could not be copied. */
  readonly filesFailed: number;
  /** Blocks of 4 MiB and page ranges. */
  readonly ranges: number;
  readonly checkpoints: number;
}

/** The content of a journal. */
export interface ReadJournal extends SessionSummary {
  readonly entries: readonly JournalEntry[];
  /** For each session, by id: its drives in order; undefined for those without a checkpoint. */
  readonly progress: ReadonlyMap<string, readonly (DriveProgress | undefined)[]>;
  /** Length of the text in UTF-8, in bytes. */
  readonly length: number;
  /** True where the last record is incomplete. */
  readonly torn: boolean;
}

type Report = (finding: FileFinding) => void;

/**
 * What can be done about a session that did not finish. Only the runner can do it, not an edit, and the choice is the
 * user's.
 */
const sessionFixes: readonly FileFix[] = [
  { title: 'Resume the session', certainty: 'guess', command: 'sneakernet.resumePreparation' },
  { title: 'Abort the session', certainty: 'guess', command: 'sneakernet.abortPreparation' },
];

const interruptedVariants: Partial<Record<SessionState, string>> = {
  Interrupted: 'default',
  Started: 'running',
  Resumed: 'running',
  NeedsDrives: 'needs-drives',
};

/** The opening mark of the record on a line. */
function markRange(line: number, length: number = RECORD_BEGIN.length): Range {
  return {
    start: { line, character: 0 },
    end: { line, character: Math.max(0, Math.min(length, RECORD_BEGIN.length)) },
  };
}

/** The time in the first line of a record. */
function timeRange({ line, time }: JournalRecord): Range {
  const start = RECORD_BEGIN.length + 1;
  return { start: { line, character: start }, end: { line, character: start + time.split('\r', 1)[0]!.length } };
}

/** The value of a field; for a value of several lines, the line with its name. */
export function fieldRange({ name, value, block, start: from, end, line }: JournalField): Range {
  // The space before an empty value may be missing.
  const start = block ? 0 : Math.min(name.length + ': '.length, end - from);
  // An editor ends the line at a CR, though the journal does not.
  const length = block ? `${name}: [BeginValue]`.length : value.split('\r', 1)[0]!.length;
  return { start: { line, character: start }, end: { line, character: start + length } };
}

/** Reads a journal piece by piece and reports its problems. Memory grows by some words per record. */
export class JournalReading {
  readonly #report: Report;
  readonly #parser: JournalParser;
  readonly #history: SessionHistory;
  readonly #entries: JournalEntry[] = [];
  readonly #progress = new Map<string, (DriveProgress | undefined)[]>();
  /** Where the latest state of each session is. */
  readonly #states = new Map<string, Range>();
  #length = 0;

  constructor(report: Report) {
    this.#report = report;
    this.#history = new SessionHistory(({ kind, args }, { line }) => {
      this.#tell(kind, markRange(line), kind.startsWith('session') ? args.map(excerpt) : args);
    });
    this.#parser = new JournalParser({
      record: (record) => {
        this.#takeRecord(record);
      },
      problem: (problem) => {
        this.#takeProblem(problem);
      },
    });
  }

  push(piece: string): void {
    this.#length += utf8Length(piece);
    this.#parser.push(piece);
  }

  /** Ends the text. */
  end(): ReadJournal {
    const { torn, open } = this.#parser.end();
    const summary = this.#history.finish();
    if (open) this.#tell('torn', markRange(open.line, open.length), []);
    // Only the runner reads a recovery log.
    if (this.#length > PORTAL_JOURNAL_LIMIT && this.#entries[0] && this.#entries[0].type !== NEW_RECOVERY_LOG) {
      this.#report({
        code: 'journal/too-large',
        args: [byteCount(this.#length), byteCount(PORTAL_JOURNAL_LIMIT)],
        ...markRange(this.#entries[0].line),
      });
    }
    this.#tellInterruption(summary);
    return { ...summary, entries: this.#entries, progress: this.#progress, length: this.#length, torn };
  }

  #tellInterruption({ sessions }: SessionSummary): void {
    const last = sessions.at(-1);
    const variant = last && interruptedVariants[last.state];
    const place = last && this.#states.get(last.id);
    if (variant === undefined || !place) return;
    // A session that needs drives cannot be resumed.
    const fixes = variant === 'needs-drives' ? sessionFixes.slice(1) : sessionFixes;
    this.#report({ code: 'journal/interrupted', variant, args: [excerpt(last.id)], ...place, fixes: () => fixes });
  }

  #takeProblem({ kind, start, end, line }: JournalProblem): void {
    const length = end - start;
    const isLine = kind === 'header' || kind === 'field' || kind === 'outside' || kind === 'not-a-journal';
    this.#tell(
      kind,
      isLine ? { start: { line, character: 0 }, end: { line, character: length } } : markRange(line, length),
      [],
    );
  }

  #takeRecord(record: JournalRecord): void {
    const { type, time, start, end, line, lastLine } = record;
    const read = this.#read(record);
    const of = ownerOf(read);
    this.#entries.push({
      type,
      activity: activityOf(record),
      time,
      start,
      end,
      line,
      lastLine,
      sessionId: of.sessionId,
      drive: of.drive,
      driveId: of.driveId,
    });
    if (time !== '' && !parseJournalTime(time)) this.#tell('time', timeRange(record), []);
    if (read === 'wrong') return;
    if (type !== 'NewJournalFile' && type !== NEW_RECOVERY_LOG && type !== 'ActivityRecord' && type !== '')
      this.#tell('unknown-type', markRange(line), [excerpt(type)]);
    this.#history.take(read, record);
    if (read?.kind === 'session')
      this.#states.set(read.sessionId, fieldRange(record.fields.find(({ name }) => name === 'State')!));
    else if (read?.kind === 'drive-replaced' || (read?.kind === 'drive-state' && read.state === 'Writing'))
      this.#forgetProgress(read.sessionId, read.drive);
    else if (read?.kind === 'progress')
      this.#takeProgress(
        read,
        record.fields.find(({ name }) => name === 'Files')!,
      );
  }

  /** The content of a record; `wrong` if it has already been reported. */
  #read(record: JournalRecord): SessionRecord | 'wrong' | undefined {
    if (activityOf(record) === 'DriveInfo') {
      const state = record.fields.find(({ name }) => name === 'DriveState');
      if (!state) {
        this.#report({ code: 'journal/drive-info', variant: 'no-state', ...markRange(record.line) });
        return 'wrong';
      }
      const findings = checkDriveInfo(state.value, state.line + (state.block ? 1 : 0));
      for (const finding of findings) this.#report(state.block ? finding : { ...finding, ...fieldRange(state) });
      if (
        findings.some(
          ({ variant }) => variant !== 'key-group' && variant !== 'key-shape' && variant !== 'manifest-hash',
        )
      )
        return 'wrong';
    }
    try {
      return readSessionRecord(record);
    } catch (error) {
      if (!(error instanceof SessionRecordError)) throw error;
      const field = record.fields.find(({ name }) => name === error.field);
      this.#tell('value', field ? fieldRange(field) : markRange(record.line), [error.field]);
      return 'wrong';
    }
  }

  #takeProgress({ sessionId, drive, lines }: Extract<SessionRecord, { kind: 'progress' }>, field: JournalField): void {
    let [filesDone, filesFailed, ranges] = [0, 0, 0];
    const visitor: CopyProgressVisitor = {
      block: () => ranges++,
      pageRange: () => ranges++,
      done: () => filesDone++,
      failed: () => filesFailed++,
    };
    try {
      readCopyProgress(lines, visitor);
    } catch (error) {
      if (!(error instanceof CopyProgressError)) throw error;
      const line = field.line + (field.block ? 1 + error.line : 0);
      const text = (lines.split('\n', error.line + 1)[error.line] ?? '').split('\r', 1)[0]!;
      this.#tell(
        'checkpoint',
        field.block ? { start: { line, character: 0 }, end: { line, character: text.length } } : fieldRange(field),
        [],
      );
      return;
    }
    const drives = this.#progress.get(sessionId) ?? [];
    this.#progress.set(sessionId, drives);
    // A number far beyond the known drives is damage; no memory is reserved for it.
    if (drive > drives.length + DRIVES_OF_RUN) return;
    while (drives.length <= drive) drives.push(undefined);
    const before = drives[drive];
    drives[drive] = {
      filesDone: (before?.filesDone ?? 0) + filesDone,
      filesFailed: (before?.filesFailed ?? 0) + filesFailed,
      ranges: (before?.ranges ?? 0) + ranges,
      checkpoints: (before?.checkpoints ?? 0) + 1,
    };
  }

  /** The drive is written again from its beginning, so its earlier progress no longer counts. */
  #forgetProgress(sessionId: string, drive: number): void {
    const drives = this.#progress.get(sessionId);
    if (drives?.[drive]) drives[drive] = undefined;
  }

  #tell(variant: string, { start, end }: Range, args: readonly string[]): void {
    this.#report({ code: 'journal/record', variant, args, start, end });
  }
}

function ownerOf(
  read: SessionRecord | 'wrong' | undefined,
): Partial<Pick<JournalEntry, 'sessionId' | 'drive' | 'driveId'>> {
  if (read === 'wrong' || read === undefined) return {};
  switch (read.kind) {
    case 'parameters':
      return { sessionId: read.parameters.sessionId };
    case 'session':
      return { sessionId: read.sessionId };
    case 'drive':
    case 'drive-replaced':
      return { sessionId: read.sessionId, drive: read.drive, driveId: read.description.driveId };
    case 'drive-info':
      return { sessionId: read.sessionId, drive: read.drive, driveId: read.info.driveId };
    case 'drive-target':
    case 'drive-state':
    case 'progress':
      return { sessionId: read.sessionId, drive: read.drive };
  }
}

/** The findings of a journal that comes in pieces, in the order in which they are found. */
export function checkJournal(pieces: Iterable<string>): FileFinding[] {
  const findings: FileFinding[] = [];
  const reading = new JournalReading((finding) => findings.push(finding));
  for (const piece of pieces) reading.push(piece);
  reading.end();
  return findings;
}
