import type { CsvChunk } from './csvChunk';

/** A record's place in a document. It keeps its identity while edits elsewhere move it. */
export class CsvRow {
  /** `undefined` once an edit has removed the record. */
  chunk: CsvChunk | undefined;
  /** UTF-16 offset of the first character within the chunk. */
  start = 0;
  /** Zero-based line of the first character within the chunk. */
  line = 0;
  private isMarked = false;

  /** Marked records can be found without going over the others: chunks count them. */
  get marked(): boolean {
    return this.isMarked;
  }

  set marked(value: boolean) {
    if (value === this.isMarked) return;
    this.isMarked = value;
    if (this.chunk) this.chunk.markedRows += value ? 1 : -1;
  }
}

/** What has a place within a chunk. */
export interface PlacedRow {
  readonly chunk: { readonly ordinal: number } | undefined;
  readonly start: number;
}

/** Negative where `a` stands before `b`. Both must still be part of the same document. */
export function compareRows(a: PlacedRow, b: PlacedRow): number {
  return a.chunk === b.chunk ? a.start - b.start : a.chunk!.ordinal - b.chunk!.ordinal;
}

/** Zero-based line of the record's first character within its document. */
export function lineOfRow(row: CsvRow): number {
  return row.chunk!.line + row.line;
}
