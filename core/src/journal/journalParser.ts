import { BYTE_ORDER_MARK, CR } from '../csv/characters';
import { NEW_RECOVERY_LOG } from './recoveryLog';
import {
  RECORD_BEGIN,
  RECORD_END,
  VALUE_BEGIN,
  VALUE_END,
  type JournalField,
  type JournalRecord,
} from './journalRecord';

/**
 * What is wrong at a place of a journal. `not-a-journal`: it does not begin with a record. `outside`: text between
 * records. `unterminated`: a record interrupted by another one. `header`: a first line without time or type. `field`: a
 * line that is not a field. `order`: a record that may only begin a file but is not the first. `too-long`: a record
 * longer than the limit, which is left out.
 */
export type JournalProblemKind =
  'not-a-journal' | 'outside' | 'unterminated' | 'header' | 'field' | 'order' | 'too-long';

/** Offsets in units of the parsed text. */
export interface JournalProblem {
  readonly kind: JournalProblemKind;
  readonly start: number;
  readonly end: number;
  /** Zero-based. */
  readonly line: number;
}

export interface JournalVisitor {
  record(record: JournalRecord): void;
  problem(problem: JournalProblem): void;
}

/** How a journal ended. */
export interface JournalEnd {
  /** True where the last record is incomplete, because its writer was killed. */
  readonly torn: boolean;
  /** The zero-based line on which that record begins, and the length of what there is of it, in units of the text. */
  readonly open: { readonly line: number; readonly length: number } | undefined;
  /**
   * The end of the last complete record, including its line end. What follows it, up to the end of the text, is torn.
   */
  readonly end: number;
  /** False where the last complete record has no line end. */
  readonly endsLine: boolean;
}

/** The longest record that is read, in units of the parsed text. */
const MAX_RECORD_LENGTH = 64 * 1024 * 1024;

const header = /^\[BeginUpdateRecord\]\[([^\]]*)\]\[Type:([^\]]*)\]$/;

interface OpenRecord {
  readonly type: string;
  readonly time: string;
  readonly fields: JournalField[];
  readonly start: number;
  readonly line: number;
}

interface OpenValue {
  readonly name: string;
  readonly lines: string[];
  readonly start: number;
  readonly line: number;
}

/**
 * Reads a journal piece by piece, with LF or CRLF as line ends, and keeps at most one record of it. Offsets count units
 * of the given text: UTF-16 units of a text, or bytes where the file was decoded as Latin-1.
 */
export class JournalParser {
  readonly #visitor: JournalVisitor;
  readonly #maxRecordLength: number;
  /** An unfinished line, in the pieces in which it arrived. */
  #pieces: string[] = [];
  #piecesLength = 0;
  /** The offset of the unfinished line. */
  #offset = 0;
  #line = 0;
  #record: OpenRecord | undefined;
  #value: OpenValue | undefined;
  #records = 0;
  #end = 0;
  #endsLine = true;
  /** True within text that has already been reported. */
  #outside = false;
  #overlong = false;
  #begun = false;

  constructor(visitor: JournalVisitor, { maxRecordLength = MAX_RECORD_LENGTH } = {}) {
    this.#visitor = visitor;
    this.#maxRecordLength = maxRecordLength;
  }

  /** Takes the next piece of the text. */
  push(piece: string): void {
    let from = 0;
    for (let lineEnd = piece.indexOf('\n'); lineEnd >= 0; lineEnd = piece.indexOf('\n', from)) {
      this.#take(piece.slice(from, lineEnd));
      this.#readLine(true);
      from = lineEnd + 1;
    }
    if (from < piece.length) this.#take(from === 0 ? piece : piece.slice(from));
  }

  /** Ends the text. */
  end(): JournalEnd {
    if (this.#piecesLength > 0) this.#readLine(false);
    const record = this.#record;
    const open = record && { line: record.line, length: this.#offset - record.start };
    return { torn: record !== undefined, open, end: this.#end, endsLine: this.#endsLine };
  }

  #take(text: string): void {
    if (this.#piecesLength + text.length <= this.#maxRecordLength) this.#pieces.push(text);
    else this.#overlong = true;
    this.#piecesLength += text.length;
  }

  #readLine(ended: boolean): void {
    let text = this.#pieces.length === 1 ? this.#pieces[0]! : this.#pieces.join('');
    const start = this.#offset;
    const next = start + this.#piecesLength + (ended ? 1 : 0);
    const overlong = this.#overlong;
    this.#pieces = [];
    this.#piecesLength = 0;
    this.#overlong = false;
    if (text.charCodeAt(text.length - 1) === CR) text = text.slice(0, -1);
    if (start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1);
    if (overlong) this.#drop(start, next);
    else this.#takeLine(text, start, next, ended);
    this.#offset = next;
    this.#line++;
    // Editors end a line at a lone CR.
    for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) this.#line++;
  }

  #takeLine(text: string, start: number, next: number, ended: boolean): void {
    const end = start + text.length;
    // An editor can only underline up to the end of its line.
    const shownEnd = text.includes('\r') ? start + text.indexOf('\r') : end;
    if (
      text.startsWith(RECORD_BEGIN) ||
      (!ended &&
        text !== '' &&
        this.#value === undefined &&
        RECORD_BEGIN.startsWith(text) &&
        this.#record === undefined)
    ) {
      this.#beginRecord(text, start, shownEnd, ended);
    } else if (this.#record === undefined) {
      if (text.trim() !== '') this.#reportOutside(start, shownEnd);
    } else if (this.#value !== undefined) {
      if (text === VALUE_END) this.#endValue(end);
      // An editor ends a line at a lone CR, and places are those of an editor.
      else this.#value.lines.push(text.includes('\r') ? text.replaceAll('\r', '\n') : text);
    } else if (text === RECORD_END) {
      // An incomplete line end belongs to no record.
      this.#endRecord(ended ? next : end, ended);
    } else {
      this.#readField(text, start, end, ended);
    }
    if (this.#record !== undefined && next - this.#record.start > this.#maxRecordLength)
      this.#drop(this.#record.start, next);
  }

  #beginRecord(text: string, start: number, end: number, ended: boolean): void {
    if (this.#record !== undefined) this.#problem('unterminated', this.#record.start, start, this.#record.line);
    const parts = header.exec(text);
    if (!parts && ended) this.#problem('header', start, end);
    this.#value = undefined;
    this.#outside = false;
    this.#begun = true;
    this.#record = { time: parts?.[1] ?? '', type: parts?.[2] ?? '', fields: [], start, line: this.#line };
  }

  #endRecord(next: number, ended: boolean): void {
    const record = this.#record!;
    this.#record = undefined;
    this.#end = next;
    this.#endsLine = ended;
    if ((record.type === 'NewJournalFile' || record.type === NEW_RECOVERY_LOG) && this.#records > 0)
      this.#problem('order', record.start, next, record.line);
    this.#records++;
    this.#visitor.record({ ...record, end: next, lastLine: this.#line });
  }

  #readField(text: string, start: number, end: number, ended: boolean): void {
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0));
    if (!/^\w+$/.test(name) || (text.length > colon + 1 && text[colon + 1] !== ' ')) {
      if (ended && text.trim() !== '')
        this.#problem('field', start, text.includes('\r') ? start + text.indexOf('\r') : end);
      return;
    }
    const value = text.slice(colon + 2);
    if (value === VALUE_BEGIN) this.#value = { name, lines: [], start, line: this.#line };
    else this.#record!.fields.push({ name, value, block: false, start, end, line: this.#line });
  }

  #endValue(end: number): void {
    const { name, lines, start, line } = this.#value!;
    this.#value = undefined;
    this.#record!.fields.push({ name, value: lines.join('\n'), block: true, start, end, line });
  }

  /** Leaves out a record or line that exceeds the limit. */
  #drop(start: number, end: number): void {
    this.#problem('too-long', start, end, this.#record?.line ?? this.#line);
    this.#record = undefined;
    this.#value = undefined;
    this.#outside = true;
    this.#begun = true;
  }

  #reportOutside(start: number, end: number): void {
    if (this.#outside) return;
    this.#outside = true;
    this.#problem(this.#begun ? 'outside' : 'not-a-journal', start, end);
    this.#begun = true;
  }

  #problem(kind: JournalProblemKind, start: number, end: number, line = this.#line): void {
    this.#visitor.problem({ kind, start, end, line });
  }
}

/** All records of a whole text, and its problems. */
export function parseJournal(
  text: string,
): JournalEnd & { readonly records: readonly JournalRecord[]; readonly problems: readonly JournalProblem[] } {
  const records: JournalRecord[] = [];
  const problems: JournalProblem[] = [];
  const parser = new JournalParser({
    record: (record) => records.push(record),
    problem: (problem) => problems.push(problem),
  });
  parser.push(text);
  return { ...parser.end(), records, problems };
}
