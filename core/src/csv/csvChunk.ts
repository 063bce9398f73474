/** A chunk is full at this many records or UTF-16 units; an edit splits it at twice as many. */
export const CHUNK_ROWS = 128;
export const CHUNK_LENGTH = 32 * 1024;

/** A record's place in a document. It keeps its identity while edits elsewhere move it. */
export class CsvRow {
  /** `undefined` once an edit has removed the record. */
  chunk: CsvChunk | undefined;
  /** UTF-16 offset of the first character within the chunk. */
  start = 0;
  /** Zero-based line of the first character within the chunk. */
  line = 0;
  private isMarked = false;

  /** Chunks count their marked records, so that these can be found without visiting the others. */
  get marked(): boolean {
    return this.isMarked;
  }

  set marked(value: boolean) {
    if (value === this.isMarked) return;
    this.isMarked = value;
    if (this.chunk) this.chunk.markedRows += value ? 1 : -1;
  }
}

/** A run of whole records. An edit replaces the chunks it touches; other chunks only move. */
export class CsvChunk<R extends CsvRow = CsvRow> {
  text = '';
  lineBreaks = 0;
  /** Lets a search for a closing quote skip the chunk. */
  hasQuote = false;
  /** How many of `rows` are marked. */
  markedRows = 0;
  readonly rows: R[] = [];

  /**
   * `ordinal`: position among the document's chunks. `offset` and `line`: UTF-16 offset and zero-based line of the
   * first character in the document.
   */
  constructor(
    public ordinal: number,
    public offset: number,
    public line: number,
  ) {}

  /** Adds the next record, at `start` and `line` within the chunk. */
  push(row: R, start: number, line: number): void {
    row.chunk = this;
    row.start = start;
    row.line = line;
    this.rows.push(row);
    if (row.marked) this.markedRows++;
  }

  /** Gives the chunk its text, once all records are known. */
  seal(text: string, lineBreaks: number): this {
    this.text = text;
    this.lineBreaks = lineBreaks;
    this.hasQuote = text.includes('"');
    return this;
  }

  /** The end of the record at `index` within the chunk, including its line break. */
  endOf(index: number): number {
    return this.rows[index + 1]?.start ?? this.text.length;
  }

  indexOf(row: R): number {
    return this.lastIndexAt(row.start);
  }

  /** Index of the record that contains `offset` of the chunk; -1 where there is none. */
  lastIndexAt(offset: number): number {
    return lastIndexWhere(this.rows, (row) => row.start <= offset);
  }

  /** Index of the record that contains line `line` of the chunk; -1 where there is none. */
  lastIndexAtLine(line: number): number {
    return lastIndexWhere(this.rows, (row) => row.line <= line);
  }
}

/**
 * Index of the last item for which `holds` is true, or -1. `holds` must be true for a first part of the items and false
 * for the rest.
 */
export function lastIndexWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A row that has a place within a chunk. */
export interface PlacedRow {
  readonly chunk: { readonly ordinal: number } | undefined;
  readonly start: number;
}

/** Negative where `a` comes before `b`. Both must still belong to the same document. */
export function compareRows(a: PlacedRow, b: PlacedRow): number {
  return a.chunk === b.chunk ? a.start - b.start : a.chunk!.ordinal - b.chunk!.ordinal;
}

/** Zero-based line of the record's first character within its document. */
export function lineOfRow(row: CsvRow): number {
  return row.chunk!.line + row.line;
}
