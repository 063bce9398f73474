/** A position in a text as LSP counts it: zero-based line, and UTF-16 code units within the line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open part of a text: it includes `start` but not `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A part of a record, in UTF-16 code units from the record's first character; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces `span` of a record by `text`. */
export interface SpanEdit extends Span {
  readonly text: string;
}

/** Replaces a part of a document by `text`. */
export interface RangedEdit {
  readonly range: Range;
  readonly text: string;
}

/** Negative where `a` comes before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** True where two ranges share a character, or touch. */
export function intersects(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
