import { lastIndexWhere } from '../../csv/csvChunk';
import type { Position } from '../../text/position';
import { lineBreaks, lineStart, lineStarts } from './lineBreaks';
import type { SegmentKind, SegmentState } from './segmentScanner';

/** A chunk is full at so many segments, or at so many UTF-16 units; an edit splits it at twice as much. */
export const CHUNK_SEGMENTS = 128;
export const CHUNK_LENGTH = 32 * 1024;

/** Before a stretch of text that nobody has looked at yet, and behind it. */
export const unread: SegmentState = { within: 'start', list: '', first: false };

/** A piece of a JSON text as `SegmentScanner` finds it. */
export class Segment {
  /** `undefined` once the segment is gone. */
  chunk: SegmentChunk | undefined;
  /** Offset within the chunk. */
  start = 0;
  /** Line breaks between the beginning of the chunk and of the segment. */
  line = 0;

  constructor(
    readonly kind: SegmentKind,
    /** The state before it. */
    readonly state: SegmentState,
  ) {}
}

/** A run of segments. An edit replaces the chunks it touches; the others only change their place. */
export class SegmentChunk<S extends Segment = Segment> {
  /** Place among the document's chunks. */
  ordinal = 0;
  /** Of the first character within the document. */
  offset = 0;
  line = 0;
  /** Characters between the last line break before the chunk and the chunk. */
  column = 0;
  text = '';
  lineBreaks = 0;
  /** Characters behind the last line break; all of them where there is none. */
  #rest = 0;
  #lineStarts: readonly number[] | undefined;
  /** Segments in which something is found. */
  marked = 0;
  /** Of the text in UTF-8. */
  bytes = 0;
  /** The state behind the last segment; the next chunk begins in another one where it has to be read again. */
  next: SegmentState = unread;
  readonly segments: S[] = [];

  /** Adds the next segment, at `start` and `line` of the chunk. */
  add(segment: S, start: number, line: number): void {
    segment.chunk = this;
    segment.start = start;
    segment.line = line;
    this.segments.push(segment);
  }

  /** Gives the chunk its text, once all segments are known. `next`: the state behind it. */
  seal(text: string, breaks: number, next: SegmentState): this {
    this.text = text;
    this.lineBreaks = breaks;
    this.#rest = breaks === 0 ? text.length : text.length - lineStart(text, text.length);
    this.next = next;
    return this;
  }

  /** Takes its place behind another chunk, or at the beginning. */
  follow(previous: SegmentChunk<S> | undefined, ordinal: number): void {
    this.ordinal = ordinal;
    this.offset = previous ? previous.offset + previous.text.length : 0;
    this.line = previous ? previous.line + previous.lineBreaks : 0;
    this.column = previous ? (previous.lineBreaks === 0 ? previous.column : 0) + previous.#rest : 0;
  }

  /** The position of a place in the chunk. The lines are found once: a segment can be long, and much can be found in it. */
  positionAt(at: number): Position {
    this.#lineStarts ??= this.lineBreaks === 0 ? [] : lineStarts(this.text);
    const index = lastIndexWhere(this.#lineStarts, (start) => start <= at);
    return { line: this.line + index + 1, character: index < 0 ? this.column + at : at - this.#lineStarts[index]! };
  }

  /** The state behind a segment. */
  stateBehind(index: number): SegmentState {
    return this.segments[index + 1]?.state ?? this.next;
  }

  endOf(index: number): number {
    return this.segments[index + 1]?.start ?? this.text.length;
  }

  indexAt(offset: number): number {
    return lastIndexWhere(this.segments, (segment) => segment.start <= offset);
  }
}

/** A segment within a window of the text. */
export interface Placed<S extends Segment> {
  readonly segment: S;
  /** Offset and line within the window's text. */
  readonly start: number;
  readonly line: number;
  /** The state behind it. */
  readonly next: SegmentState;
}

/** Puts segments into chunks; those that are not read, and those that do not begin in the state before them, begin one. */
export function intoChunks<S extends Segment>(text: string, placed: readonly Placed<S>[]): SegmentChunk<S>[] {
  const chunks: SegmentChunk<S>[] = [];
  const whole = placed.length <= 2 * CHUNK_SEGMENTS && text.length <= 2 * CHUNK_LENGTH;
  const follows = (index: number) => placed[index]!.segment.state === placed[index - 1]!.next && placed[index]!.segment.state !== unread;
  for (let from = 0; from < placed.length; ) {
    const { start, line } = placed[from]!;
    let to = from + 1;
    while (to < placed.length && follows(to) && (whole || (to - from < CHUNK_SEGMENTS && placed[to]!.start - start < CHUNK_LENGTH))) to++;
    const chunk = new SegmentChunk<S>();
    for (const { segment, start: own, line: ownLine } of placed.slice(from, to)) chunk.add(segment, own - start, ownLine - line);
    const own = text.slice(start, placed[to]?.start);
    chunks.push(chunk.seal(own, lineBreaks(own, 0, own.length), placed[to - 1]!.next));
    from = to;
  }
  return chunks;
}

/** A stretch of a text that is to be read later, in pieces of the length of a chunk. */
export function unreadPieces<S extends Segment>(text: string, from: number, line: number, create: () => S): Placed<S>[] {
  const pieces: Placed<S>[] = [];
  let at = from;
  let ownLine = line;
  while (at < text.length) {
    pieces.push({ segment: create(), start: at, line: ownLine, next: unread });
    const cut = Math.min(text.length, at + CHUNK_LENGTH);
    // A line break stays whole.
    const end = text[cut - 1] === '\r' && text[cut] === '\n' ? cut + 1 : cut;
    ownLine += lineBreaks(text, at, end);
    at = end;
  }
  return pieces;
}
