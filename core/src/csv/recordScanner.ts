import {
  BYTE_ORDER_MARK,
  CR,
  LF,
  QUOTE,
  SPACE,
  countLineBreaks,
  isForbiddenControl,
  isSpaceLike,
  isTypographicQuote,
} from './characters';
import type { CsvShape } from './csvShape';
import { afterLineBreak, endOfLine } from './lines';

/** What a field looked like while it was scanned; a set of bits. */
export const FieldFlag = {
  /** Written in quotes. */
  Quoted: 1,
  /** Holds a doubled quote. */
  Doubled: 2,
  /** Spaces or similar characters beside a delimiter, or just inside the quotes. */
  Space: 4,
  /** Begins or ends with a typographic quote; within straight quotes, begins and ends with one. */
  Typographic: 8,
  /** Holds a C0 control character. */
  Control: 16,
  /** Holds a quote where none is allowed. */
  Stray: 32,
  /** Its opening quote is never closed. */
  Unclosed: 64,
  /**
   * Holds a byte order mark. One at the very beginning of a record does not count, because it could be the file's own.
   */
  ByteOrderMark: 128,
} as const;

/** True for printable ASCII characters except the space: they are neither space-like nor typographic. */
function isOrdinary(code: number): boolean {
  return code > SPACE && code < 0x80;
}

/** The flags that a well-formed field can have. */
const HARMLESS = FieldFlag.Quoted | FieldFlag.Doubled;

/**
 * How many fields of a record have their places stored; further ones are only counted, so that a line of commas stays
 * cheap.
 */
export const MAX_LOCATED_FIELDS = 1024;

/** How many lines are searched for the next record after an unclosed quote. */
const RECOVERY_LINES = 32;

/** What follows the text that a scan was given. */
export type TextBeyond =
  /** Nothing: the text ends the document. */
  | 'end'
  /** More text, in which the quote is properly closed: the scan needs that text. */
  | 'closes'
  /** More text, whose next quote is not followed by a delimiter and so closes nothing. */
  | 'breaks'
  /** More text, but the given text is known from an earlier scan to be exactly one record. */
  | 'next-record';

/** Called only when the text ends inside a quoted field. */
export type LookBeyond = () => TextBeyond;

const nothingBeyond: LookBeyond = () => 'end';

/**
 * Finds the fields of one record at a time. It accepts any text: anything that breaks CSV's grammar (RFC 4180) is
 * marked with flags, and the scan continues where a human reader would. A scanner can be reused; each scan overwrites
 * the previous result. Offsets are UTF-16 code units of the scanned text.
 */
export class RecordScanner {
  text = '';
  /** First character of the record. */
  start = 0;
  /** End of the record without its line break. */
  end = 0;
  /** First character after the record's line break. */
  next = 0;
  /** Line breaks between `start` and `next`. */
  lineBreaks = 0;
  /** The number of fields. The places of the first `MAX_LOCATED_FIELDS` are stored. An empty line has no fields. */
  fieldCount = 0;
  /** The union of the fields' flags. */
  flags = 0;
  /** How far the scan looked where it had to look beyond the record to find its end; otherwise 0. */
  lookahead = 0;
  readonly starts = new Int32Array(MAX_LOCATED_FIELDS);
  readonly ends = new Int32Array(MAX_LOCATED_FIELDS);
  readonly fieldFlags = new Uint8Array(MAX_LOCATED_FIELDS);

  private limit = 0;
  private breaks = 0;
  /** The first byte order mark at or after the last record, and the text that was searched for it. */
  private markedText = '';
  private nextMark = -1;
  private markedFrom = 0;

  constructor(readonly shape: CsvShape) {}

  /** True where the record follows CSV's grammar. */
  get wellFormed(): boolean {
    return (this.flags & ~HARMLESS) === 0;
  }

  get locatedFieldCount(): number {
    return Math.min(this.fieldCount, MAX_LOCATED_FIELDS);
  }

  /**
   * Scans the record at `start` of `text`, which ends at `limit`. Returns false where the record's end depends on text
   * that follows.
   */
  scan(text: string, start: number, limit = text.length, beyond: LookBeyond = nothingBeyond): boolean {
    this.text = text;
    this.start = start;
    this.limit = limit;
    this.fieldCount = 0;
    this.flags = 0;
    this.breaks = 0;
    this.lookahead = 0;
    const { delimiter } = this.shape;
    let at = text.charCodeAt(start) === BYTE_ORDER_MARK ? start + 1 : start;
    if (this.isBlank(at)) {
      this.finish(at);
      return true;
    }
    for (;;) {
      const content = this.skipSpaces(at);
      const end =
        content < limit && text.charCodeAt(content) === QUOTE
          ? this.scanQuoted(at, content, beyond)
          : this.scanBare(at, content, 0);
      if (end < 0) return false;
      if (end < limit && text.charCodeAt(end) === delimiter) {
        at = end + 1;
        continue;
      }
      this.finish(end);
      return true;
    }
  }

  private isBlank(at: number): boolean {
    if (at >= this.limit) return true;
    const code = this.text.charCodeAt(at);
    return code === CR || code === LF;
  }

  private finish(end: number): void {
    this.end = end;
    if (this.markFrom(this.start) < end) this.flagMarks(end);
    this.next = afterLineBreak(this.text, end, this.limit);
    this.lineBreaks = this.breaks + (this.next > end ? 1 : 0);
  }

  /** The offset of the next byte order mark. Each text is searched once, because there is hardly ever one. */
  private markFrom(start: number): number {
    const { text } = this;
    if (text !== this.markedText || (this.nextMark >= 0 && this.nextMark < start)) {
      this.markedText = text;
      this.nextMark = text.indexOf('\ufeff', start);
      this.markedFrom = start;
    } else if (start < this.markedFrom) {
      this.nextMark = text.indexOf('\ufeff', start);
      this.markedFrom = start;
    }
    return this.nextMark < 0 ? Infinity : this.nextMark;
  }

  private flagMarks(end: number): void {
    const { text } = this;
    for (let i = 0; i < this.locatedFieldCount; i++) {
      const mark = text.indexOf('\ufeff', this.starts[i]);
      if (mark < 0 || mark >= end) return;
      if (mark >= this.ends[i]!) continue;
      this.fieldFlags[i]! |= FieldFlag.ByteOrderMark;
      this.flags |= FieldFlag.ByteOrderMark;
    }
  }

  private isSpace(code: number): boolean {
    return isSpaceLike(code) && code !== this.shape.delimiter;
  }

  private push(start: number, end: number, flags: number): number {
    if (this.fieldCount < MAX_LOCATED_FIELDS) {
      this.starts[this.fieldCount] = start;
      this.ends[this.fieldCount] = end;
      this.fieldFlags[this.fieldCount] = flags;
    }
    this.fieldCount++;
    this.flags |= flags;
    return end;
  }

  /** Scans an unquoted field that starts at `start` and whose leading spaces end at `content`. */
  private scanBare(start: number, content: number, initialFlags: number): number {
    const { text, limit } = this;
    const { delimiter } = this.shape;
    let flags = initialFlags;
    let at = content;
    for (; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiter) break;
      if (code > QUOTE) continue;
      if (code === LF || code === CR) break;
      if (code === QUOTE) flags |= FieldFlag.Stray;
      else if (isForbiddenControl(code)) flags |= FieldFlag.Control;
    }
    if (at > start) {
      let last = at - 1;
      if (content > start) flags |= FieldFlag.Space;
      // Nearly every field begins and ends with an ordinary character.
      if (!isOrdinary(text.charCodeAt(content)) || !isOrdinary(text.charCodeAt(last))) {
        if (isSpaceLike(text.charCodeAt(last))) flags |= FieldFlag.Space;
        while (last > content && isSpaceLike(text.charCodeAt(last))) last--;
        if (isTypographicQuote(text.charCodeAt(content)) || isTypographicQuote(text.charCodeAt(last)))
          flags |= FieldFlag.Typographic;
      }
    }
    return this.push(start, at, flags);
  }

  /** Scans the field that starts at `start` and whose opening quote is at `open`. */
  private scanQuoted(start: number, open: number, lookBeyond: LookBeyond): number {
    const { text, limit } = this;
    let flags: number = FieldFlag.Quoted | (open > start ? FieldFlag.Space : 0);
    let breaks = 0;
    let at = open + 1;
    for (; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code > QUOTE) continue;
      if (code === QUOTE) {
        if (at + 1 < limit && text.charCodeAt(at + 1) === QUOTE) {
          flags |= FieldFlag.Doubled;
          at++;
          continue;
        }
        break;
      }
      if (code === LF || (code === CR && !(at + 1 < limit && text.charCodeAt(at + 1) === LF))) breaks++;
      else if (isForbiddenControl(code)) flags |= FieldFlag.Control;
    }
    if (at >= limit) {
      const beyond = lookBeyond();
      if (beyond === 'closes') return -1;
      this.lookahead = Infinity;
      return this.scanUnclosed(start, open, limit, beyond);
    }
    const end = this.skipSpaces(at + 1);
    if (this.endsField(end)) {
      this.breaks += breaks;
      const first = text.charCodeAt(open + 1);
      const last = text.charCodeAt(at - 1);
      if (first > 127 && last > 127 && at > open + 2 && isTypographicQuote(first) && isTypographicQuote(last))
        flags |= FieldFlag.Typographic;
      const spaced = end > at + 1 || isSpaceLike(first) || isSpaceLike(last);
      return this.push(start, end, spaced ? flags | FieldFlag.Space : flags);
    }
    if (breaks > 0) {
      this.lookahead = end;
      return this.scanUnclosed(start, open, at, lookBeyond());
    }
    // A quote right after a delimiter opens the next field, so the current field's quote was never closed.
    if (at > open + 1 && text.charCodeAt(at - 1) === this.shape.delimiter) {
      return this.scanBare(
        start,
        open + 1,
        FieldFlag.Quoted | FieldFlag.Unclosed | (open > start ? FieldFlag.Space : 0),
      );
    }
    return this.scanStray(start, at + 1, flags | FieldFlag.Stray);
  }

  /** Continues after a quote that closed nothing, on the same line: quotes toggle until one closes the field. */
  private scanStray(start: number, from: number, initialFlags: number): number {
    const { text, limit } = this;
    const { delimiter } = this.shape;
    let flags = initialFlags;
    let inside = false;
    let firstDelimiter = -1;
    let at = from;
    for (; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === LF || code === CR) break;
      if (code === delimiter) {
        if (!inside) return this.push(start, at, flags);
        if (firstDelimiter < 0) firstDelimiter = at;
      } else if (code === QUOTE) {
        if (!inside) {
          inside = true;
          continue;
        }
        const end = this.skipSpaces(at + 1);
        if (this.endsField(end)) return this.push(start, end, end > at + 1 ? flags | FieldFlag.Space : flags);
        inside = false;
      } else if (isForbiddenControl(code)) flags |= FieldFlag.Control;
    }
    return this.push(start, inside && firstDelimiter >= 0 ? firstDelimiter : at, flags);
  }

  /**
   * An unclosed quote affects only its own record. Where the record ends on the line of the quote, its further fields
   * are read as if the quote were not there; otherwise the field takes the rest.
   */
  private scanUnclosed(start: number, open: number, horizon: number, beyond: TextBeyond): number {
    const flags = FieldFlag.Quoted | FieldFlag.Unclosed | (open > start ? FieldFlag.Space : 0);
    const lineEnd = endOfLine(this.text, open, this.limit);
    const end =
      beyond === 'next-record' ? this.withoutLineBreak(this.limit) : this.recoveryPoint(lineEnd, horizon, beyond);
    if (end < 0) return -1;
    if (end <= lineEnd) return this.scanBare(start, open + 1, flags);
    this.breaks += countLineBreaks(this.text, lineEnd, end);
    return this.push(start, end, flags);
  }

  /**
   * The end of a record with an unclosed quote: before the next line that looks like a record, if there is one before
   * `horizon`, where the quote turned out to be broken; otherwise the end of its own line.
   */
  private recoveryPoint(lineEnd: number, horizon: number, beyond: TextBeyond): number {
    let end = lineEnd;
    for (let lines = 0; lines < RECOVERY_LINES; lines++) {
      const line = afterLineBreak(this.text, end, this.limit);
      if (line >= horizon) {
        if (line >= this.limit && beyond !== 'end') return -1;
        break;
      }
      const following = endOfLine(this.text, line, this.limit);
      this.lookahead = Math.max(this.lookahead, following);
      if (this.shape.startsRecord(this.text, line, following)) return end;
      end = following;
    }
    return lineEnd;
  }

  private withoutLineBreak(at: number): number {
    let end = at;
    if (end > this.start && this.text.charCodeAt(end - 1) === LF) end--;
    if (end > this.start && this.text.charCodeAt(end - 1) === CR) end--;
    return end;
  }

  private skipSpaces(from: number): number {
    const { text, limit } = this;
    let at = from;
    for (; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (isOrdinary(code) || !this.isSpace(code)) break;
    }
    return at;
  }

  private endsField(at: number): boolean {
    if (at >= this.limit) return true;
    const code = this.text.charCodeAt(at);
    return code === this.shape.delimiter || code === LF || code === CR;
  }
}
