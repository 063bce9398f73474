import type { Position, Range } from '../text/position';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { CR, LF, QUOTE, SPACE } from './characters';
import { CHUNK_LENGTH, CHUNK_ROWS, CsvChunk, compareRows, lastIndexWhere, type CsvRow } from './csvChunk';
import type { CsvShape } from './csvShape';
import { afterLineBreak, endOfLine } from './lines';
import { RecordScanner } from './recordScanner';
import type { TextBeyond } from './recordScanner';
import { rewriteWindow } from './rewriteWindow';

/** Called for every record that is added or removed, so that data derived from records can follow edits. */
export interface RowVisitor<R extends CsvRow> {
  create(): R;
  /** The record's fields are in `record`. The row has its place; rows after it may not have theirs yet. */
  added(row: R, record: RecordScanner): void;
  /** The row still has its place. */
  removed(row: R): void;
}

/**
 * The text of a CSV file as a sequence of records, stored so that the cost of an edit depends only on what it touches:
 * the text is divided into chunks of whole records, an edit re-reads records from the one it starts in until a record
 * begins where one began before, and all other records keep their identity. Empty lines are records without fields.
 * Offsets are UTF-16 code units; lines break at CRLF, LF or CR.
 */
export class CsvDocument<R extends CsvRow> {
  readonly scanner: RecordScanner;
  /** The record whose fields are in the scanner. */
  private scanned: R | undefined;
  private chunks: CsvChunk<R>[] = [new CsvChunk<R>(0, 0, 0)];
  /** Records whose end was found by looking beyond it, with how far that was from their start. */
  private readonly farSighted = new Map<R, number>();

  constructor(
    readonly shape: CsvShape,
    private readonly visitor: RowVisitor<R>,
  ) {
    this.scanner = new RecordScanner(shape);
  }

  /** Reads a text at once. */
  static of<R extends CsvRow>(text: string, shape: CsvShape, visitor: RowVisitor<R>): CsvDocument<R> {
    const document = new CsvDocument(shape, visitor);
    finish(document.load(text));
    return document;
  }

  get length(): number {
    const last = this.chunks.at(-1)!;
    return last.offset + last.text.length;
  }

  get lineCount(): number {
    const last = this.chunks.at(-1)!;
    return last.line + last.lineBreaks + 1;
  }

  /** The whole text, or the part between two offsets. The cost depends on the length of the result. */
  getText(start = 0, end = this.length): string {
    if (start >= end) return '';
    const first = this.chunkIndexAt(start);
    let text = '';
    for (let i = first; i < this.chunks.length && this.chunks[i]!.offset < end; i++) {
      const chunk = this.chunks[i]!;
      text += chunk.text.slice(Math.max(0, start - chunk.offset), end - chunk.offset);
    }
    return text;
  }

  /** The chunks in order, for work on the whole file. They must not be changed. */
  get orderedChunks(): readonly CsvChunk<R>[] {
    return this.chunks;
  }

  /** The first record, which should be the header. */
  get firstRow(): R | undefined {
    return this.chunks[0]!.rows[0];
  }

  /** The records with an unclosed quote, in any order: what follows them decides where they end. */
  get unclosedRows(): Iterable<R> {
    return this.farSighted.keys();
  }

  /** Replaces the text between two offsets. */
  edit(start: number, end: number, text: string): void {
    const affected: R[] = [];
    for (const [row, distance] of this.farSighted) {
      const offset = this.offsetOf(row);
      if (offset <= start && offset + distance >= start) affected.push(row);
    }
    affected.sort(compareRows);
    this.rewrite(start, end, text);
    for (const row of affected) {
      if (row.chunk) {
        const offset = this.offsetOf(row);
        this.rewrite(offset + 1, offset + 1, '');
      }
    }
  }

  offsetOf(row: R): number {
    return row.chunk!.offset + row.start;
  }

  /** The record as written, including its line break. */
  textOf(row: R): string {
    const chunk = row.chunk as CsvChunk<R>;
    return chunk.text.slice(row.start, chunk.endOf(chunk.indexOf(row)));
  }

  /** Scans the record again. Its fields are in the returned scanner until that is used again. */
  scan(row: R): RecordScanner {
    // A record with a hundred thousand fields is typically asked about many times in a row.
    if (row === this.scanned) return this.scanner;
    const chunk = row.chunk as CsvChunk<R>;
    this.scanned = row;
    const end = chunk.endOf(chunk.indexOf(row));
    this.scanner.scan(chunk.text, row.start, end, () => 'next-record');
    return this.scanner;
  }

  /** The record that contains `line`; `undefined` for an empty last line and beyond. */
  rowAtLine(line: number): R | undefined {
    const chunk = this.chunks[this.chunkIndexAtLine(line)]!;
    if (line > chunk.line + chunk.lineBreaks) return undefined;
    const row = chunk.rows[chunk.lastIndexAtLine(line - chunk.line)];
    // The last line has no record where the text ends in a line break.
    return row && this.offsetAt({ line, character: 0 }) < this.length ? row : undefined;
  }

  /** The rows that are at least partly on the lines from `firstLine` to `lastLine`, inclusive. */
  *rows(firstLine = 0, lastLine = Infinity): Generator<R> {
    for (let i = this.chunkIndexAtLine(firstLine); i < this.chunks.length; i++) {
      const chunk = this.chunks[i]!;
      if (chunk.line > lastLine) return;
      const from = Math.max(0, chunk.lastIndexAtLine(firstLine - chunk.line));
      for (let j = from; j < chunk.rows.length; j++) {
        const row = chunk.rows[j]!;
        if (chunk.line + row.line > lastLine) return;
        yield row;
      }
    }
  }

  /** The marked rows in order. Chunks without any are skipped. */
  *markedRows(): Generator<R> {
    for (const chunk of this.chunks) {
      if (chunk.markedRows === 0) continue;
      for (const row of chunk.rows) if (row.marked) yield row;
    }
  }

  /** The row next to another one: `step` is 1 for the next, -1 for the previous. */
  neighbour(row: R, step: 1 | -1): R | undefined {
    const chunk = row.chunk as CsvChunk<R>;
    const inside = chunk.rows[chunk.indexOf(row) + step];
    if (inside) return inside;
    return this.chunks[chunk.ordinal + step]?.rows.at(step > 0 ? 0 : -1);
  }

  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.lineCount) return this.length;
    const chunk = this.chunks[this.chunkIndexAtLine(position.line)]!;
    const row = chunk.rows[chunk.lastIndexAtLine(position.line - chunk.line)];
    let at = row?.start ?? 0;
    let line = chunk.line + (row?.line ?? 0);
    for (; line < position.line; line++) at = afterLineBreak(chunk.text, endOfLine(chunk.text, at));
    const single = row && chunk.line + row.line === position.line ? lineEndIfSingle(chunk, chunk.indexOf(row)) : -1;
    const end = single < 0 ? endOfLine(chunk.text, at) : single;
    return chunk.offset + Math.min(at + Math.max(0, position.character), end);
  }

  positionAt(offset: number): Position {
    const chunk = this.chunks[this.chunkIndexAt(Math.max(0, Math.min(offset, this.length)))]!;
    const within = Math.max(0, Math.min(offset - chunk.offset, chunk.text.length));
    const row = chunk.rows[chunk.lastIndexAt(within)];
    return positionInChunk(chunk, row, within);
  }

  /** The range of a part of a record. */
  rangeOf(row: R, start: number, end: number): Range {
    const chunk = row.chunk!;
    return { start: positionInChunk(chunk, row, row.start + start), end: positionInChunk(chunk, row, row.start + end) };
  }

  /**
   * Reads a text into the document, which must be empty, one chunk per step. Until it has finished, the document must
   * not be used otherwise.
   */
  *load(text: string): Steps<void> {
    const { scanner, visitor } = this;
    if (text === '') return;
    this.chunks.length = 0;
    let chunk = new CsvChunk<R>(0, 0, 0);
    let at = 0;
    let line = 0;
    while (at < text.length) {
      this.scanned = undefined;
      scanner.scan(text, at);
      const row = visitor.create();
      chunk.push(row, at - chunk.offset, line - chunk.line);
      if (scanner.lookahead > 0) this.farSighted.set(row, scanner.lookahead - at);
      at = scanner.next;
      line += scanner.lineBreaks;
      visitor.added(row, scanner);
      if (chunk.rows.length >= CHUNK_ROWS || at - chunk.offset >= CHUNK_LENGTH) {
        this.chunks.push(chunk.seal(text.slice(chunk.offset, at), line - chunk.line));
        chunk = new CsvChunk<R>(chunk.ordinal + 1, at, line);
        yield;
      }
    }
    if (chunk.rows.length > 0) this.chunks.push(chunk.seal(text.slice(chunk.offset), line - chunk.line));
  }

  private rewrite(start: number, end: number, text: string): void {
    const first = this.chunkIndexAt(Math.max(0, start - 1));
    let last = Math.max(first, this.chunkIndexAt(end));
    for (;;) {
      this.scanned = undefined;
      const window = rewriteWindow(
        { chunks: this.chunks.slice(first, last + 1), start, end, text, final: last === this.chunks.length - 1 },
        this.scanner,
        () => this.lookBeyond(last),
        () => this.visitor.create(),
      );
      if (!window) {
        last = Math.min(this.chunks.length - 1, last + (last - first + 1));
        continue;
      }
      for (const row of window.removed) {
        this.visitor.removed(row);
        this.farSighted.delete(row);
      }
      for (const row of window.removed) row.chunk = undefined;
      this.chunks.splice(first, last - first + 1, ...window.place());
      // Unchanged records may have moved.
      this.scanned = undefined;
      if (this.chunks.length === 0) this.chunks.push(new CsvChunk<R>(0, 0, 0));
      this.renumber(first);
      for (const [row, distance] of window.farSighted) this.farSighted.set(row, distance);
      for (const row of window.added) this.visitor.added(row, this.scan(row));
      return;
    }
  }

  /** Moves the chunks after an edit: a few additions for each, and even the largest file has only some thousand. */
  private renumber(from: number): void {
    let previous = this.chunks[from - 1];
    for (let i = from; i < this.chunks.length; i++) {
      const chunk = this.chunks[i]!;
      chunk.ordinal = i;
      chunk.offset = previous ? previous.offset + previous.text.length : 0;
      chunk.line = previous ? previous.line + previous.lineBreaks : 0;
      previous = chunk;
    }
  }

  /** What comes after the end of chunk `last` where a quoted field is still open there. */
  private lookBeyond(last: number): TextBeyond {
    for (let i = last + 1; i < this.chunks.length; i++) {
      const { hasQuote, text } = this.chunks[i]!;
      if (!hasQuote) continue;
      for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 2)) {
        if (text.charCodeAt(at + 1) === QUOTE) continue;
        return this.closesField(text, at + 1) ? 'closes' : 'breaks';
      }
    }
    return last === this.chunks.length - 1 ? 'end' : 'breaks';
  }

  private closesField(text: string, behindQuote: number): boolean {
    let at = behindQuote;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    return at >= text.length || code === this.shape.delimiter || code === LF || code === CR;
  }

  private chunkIndexAt(offset: number): number {
    return Math.max(
      0,
      lastIndexWhere(this.chunks, (chunk) => chunk.offset <= offset),
    );
  }

  private chunkIndexAtLine(line: number): number {
    return Math.max(
      0,
      lastIndexWhere(this.chunks, (chunk) => chunk.line <= line),
    );
  }
}

/** The position of an offset within a chunk, in `row` or at its end. */
function positionInChunk(chunk: CsvChunk, row: CsvRow | undefined, within: number): Position {
  let start = row?.start ?? 0;
  let line = chunk.line + (row?.line ?? 0);
  // Most records are on one line, and then nothing has to be searched, however long the line is.
  if (row && within <= lineEndIfSingle(chunk, chunk.indexOf(row))) return { line, character: within - start };
  for (;;) {
    const end = endOfLine(chunk.text, start);
    const next = afterLineBreak(chunk.text, end);
    if (next > within || next === end) return { line, character: Math.min(within, end) - start };
    start = next;
    line++;
  }
}

/** The end of the record's text within its chunk if it is on one line, else -1. */
function lineEndIfSingle({ rows, text, lineBreaks }: CsvChunk, index: number): number {
  const end = rows[index + 1]?.start ?? text.length;
  const breaks = (rows[index + 1]?.line ?? lineBreaks) - rows[index]!.line;
  const last = text.charCodeAt(end - 1);
  if (breaks === 0) return end;
  if (breaks > 1 || (last !== LF && last !== CR)) return -1;
  return text.charCodeAt(end - 1) === LF && text.charCodeAt(end - 2) === CR ? end - 2 : end - 1;
}
