import { lastIndexWhere } from '../../csv/csvChunk';
import type { Position, Range } from '../../text/position';
import type { Steps } from '../../work/steps';
import { MAX_COMMENT, MAX_INNER_LIST, SegmentScanner } from './segmentScanner';
import type { SegmentKind, SegmentState } from './segmentScanner';

/** A chunk is full at so many segments, or at so many UTF-16 units; an edit splits it at twice as much. */
const CHUNK_SEGMENTS = 128;
const CHUNK_LENGTH = 32 * 1024;
/** How far behind its end a segment may have to look. */
const LOOKAHEAD = MAX_INNER_LIST + 2 * MAX_COMMENT;
/** Segments read in one step. */
const STEP = 256;

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
  text = '';
  lineBreaks = 0;
  /** Segments in which something is found. */
  marked = 0;
  /** Of the text in UTF-8. */
  bytes = 0;
  readonly segments: S[] = [];

  /** Adds the next segment, at `start` and `line` of the chunk. */
  add(segment: S, start: number, line: number): void {
    segment.chunk = this;
    segment.start = start;
    segment.line = line;
    this.segments.push(segment);
  }

  /** Gives the chunk its text, once all segments are known. */
  seal(text: string, breaks: number): this {
    this.text = text;
    this.lineBreaks = breaks;
    return this;
  }

  endOf(index: number): number {
    return this.segments[index + 1]?.start ?? this.text.length;
  }

  indexAt(offset: number): number {
    return lastIndexWhere(this.segments, (segment) => segment.start <= offset);
  }
}

/** Told of every segment that comes and goes. */
export interface SegmentVisitor<S extends Segment> {
  /** Makes a segment of what `scanner` has found at `start` of `text`. */
  create(scanner: SegmentScanner, text: string, start: number, state: SegmentState): S;
  /** The segment has its place. */
  added(segment: S): void;
  /** It still has its place. */
  removed(segment: S): void;
  /** A chunk has been put together anew. */
  placed(chunk: SegmentChunk<S>): void;
}

interface Placed<S> {
  readonly segment: S;
  /** Offset and line within the window's text. */
  readonly start: number;
  readonly line: number;
}

/**
 * A JSON text as segments, kept so that an edit costs what it touches: segments are read again from shortly before the edit until one
 * begins where one began before, in the same state; all others keep their identity. Offsets are UTF-16 units.
 */
export class SegmentedText<S extends Segment> {
  readonly #scanner = new SegmentScanner();
  readonly #visitor: SegmentVisitor<S>;
  #chunks: SegmentChunk<S>[] = [new SegmentChunk<S>()];

  constructor(visitor: SegmentVisitor<S>) {
    this.#visitor = visitor;
  }

  /** Reads a text, which replaces whatever was there. */
  *load(text: string): Steps<void> {
    this.#chunks = [];
    const scanner = this.#scanner;
    const lines = new LineCounter(text);
    let state = scanner.start;
    let chunk = new SegmentChunk<S>();
    let chunkStart = 0;
    let count = 0;
    for (let at = 0; at < text.length; ) {
      scanner.scan(text, at, state, true);
      const segment = this.#visitor.create(scanner, text, at, state);
      chunk.add(segment, at - chunkStart, lines.count);
      at = scanner.end;
      state = scanner.next;
      lines.advance(at);
      if (chunk.segments.length >= CHUNK_SEGMENTS || at - chunkStart >= CHUNK_LENGTH || at === text.length) {
        this.#append(chunk.seal(text.slice(chunkStart, at), lines.count));
        chunk = new SegmentChunk<S>();
        chunkStart = at;
        lines.count = 0;
      }
      if (++count % STEP === 0) yield;
    }
    if (this.#chunks.length === 0) this.#chunks.push(new SegmentChunk<S>());
  }

  #append(chunk: SegmentChunk<S>): void {
    this.#chunks.push(chunk);
    this.#renumber(this.#chunks.length - 1);
    for (const segment of chunk.segments) this.#visitor.added(segment);
    this.#visitor.placed(chunk);
  }

  get length(): number {
    const last = this.#chunks.at(-1)!;
    return last.offset + last.text.length;
  }

  get chunks(): readonly SegmentChunk<S>[] {
    return this.#chunks;
  }

  *segments(): Generator<S> {
    for (const chunk of this.#chunks) yield* chunk.segments;
  }

  getText(start = 0, end = this.length): string {
    let text = '';
    for (let i = this.#chunkIndexAt(start); i < this.#chunks.length && this.#chunks[i]!.offset < end; i++) {
      const chunk = this.#chunks[i]!;
      text += chunk.text.slice(Math.max(0, start - chunk.offset), end - chunk.offset);
    }
    return text;
  }

  textOf(segment: Segment): string {
    const chunk = segment.chunk!;
    return chunk.text.slice(segment.start, chunk.endOf(chunk.indexAt(segment.start)));
  }

  offsetOf({ chunk, start }: Segment): number {
    return chunk!.offset + start;
  }

  /** The segment at an offset; `undefined` in an empty text. */
  segmentAt(offset: number): S | undefined {
    const chunk = this.#chunks[this.#chunkIndexAt(offset)]!;
    return chunk.segments[chunk.indexAt(offset - chunk.offset)];
  }

  /** Finds out again what a segment consists of; offsets of the scanner are within the segment's text. */
  scan(segment: S): SegmentScanner {
    // What follows decides where some segments end.
    const text = this.textOf(segment);
    const end = this.offsetOf(segment) + text.length;
    const behind = this.getText(end, end + 2 * LOOKAHEAD);
    this.#scanner.scan(text + behind, 0, segment.state, end + behind.length >= this.length);
    return this.#scanner;
  }

  /** The position of an offset within a segment's text. */
  positionIn(segment: Segment, within: number): Position {
    const { text, line } = segment.chunk!;
    const at = segment.start + within;
    const breaks = lineBreaks(text, segment.start, at);
    let lineStart = at;
    while (lineStart > 0 && !endsLine(text, lineStart - 1)) lineStart--;
    // A chunk may begin within a line.
    const character = lineStart > 0 ? at - lineStart : this.#characterOf(segment.chunk!, at);
    return { line: line + segment.line + breaks, character };
  }

  rangeIn(segment: Segment, start: number, end: number): Range {
    return { start: this.positionIn(segment, start), end: this.positionIn(segment, end) };
  }

  positionAt(offset: number): Position {
    const segment = this.segmentAt(offset);
    return segment ? this.positionIn(segment, offset - this.offsetOf(segment)) : { line: 0, character: 0 };
  }

  /** The offset of a position; beyond a line's end, its end. */
  offsetAt({ line, character }: Position): number {
    if (line <= 0) return Math.min(Math.max(0, character), this.#lineEnd(0));
    const chunk = this.#chunks[lastIndexWhere(this.#chunks, (candidate) => candidate.line < line)]!;
    const at = afterBreaks(chunk.text, line - chunk.line);
    if (at < 0) return this.length;
    const offset = chunk.offset + at;
    return Math.min(offset + Math.max(0, character), this.#lineEnd(offset));
  }

  /** Replaces the text between two offsets. */
  edit(start: number, end: number, text: string): void {
    const first = this.#firstAffected(start);
    let last = Math.max(first.chunk, this.#chunkIndexAt(end));
    for (;;) {
      const chunks = this.#chunks.slice(first.chunk, last + 1);
      const done = this.#rewrite(chunks, first.segment, start, end, text, last === this.#chunks.length - 1);
      if (done) {
        this.#chunks.splice(first.chunk, chunks.length, ...done.chunks);
        if (this.#chunks.length === 0) this.#chunks.push(new SegmentChunk<S>());
        this.#renumber(first.chunk);
        for (const segment of done.added) this.#visitor.added(segment);
        for (const chunk of done.chunks) this.#visitor.placed(chunk);
        return;
      }
      last = Math.min(this.#chunks.length - 1, last + (last - first.chunk + 1));
    }
  }

  /** The first segment whose end may depend on the text at an offset. */
  #firstAffected(offset: number): { chunk: number; segment: number } {
    const from = Math.max(0, offset - 1 - LOOKAHEAD);
    const chunk = this.#chunkIndexAt(from);
    const segment = this.#chunks[chunk]!.indexAt(from - this.#chunks[chunk]!.offset) - 1;
    if (segment >= 0) return { chunk, segment };
    if (chunk === 0) return { chunk: 0, segment: 0 };
    return { chunk: chunk - 1, segment: this.#chunks[chunk - 1]!.segments.length - 1 };
  }

  #rewrite(
    chunks: readonly SegmentChunk<S>[],
    firstIndex: number,
    start: number,
    end: number,
    inserted: string,
    final: boolean,
  ): { chunks: SegmentChunk<S>[]; added: S[] } | undefined {
    const { offset } = chunks[0]!;
    const before = chunks.map((chunk) => chunk.text).join('');
    const text = before.slice(0, start - offset) + inserted + before.slice(end - offset);
    const growth = inserted.length - (end - start);
    const all = chunks.flatMap((chunk) =>
      chunk.segments.map((segment) => ({ segment, start: chunk.offset - offset + segment.start, line: chunk.line - chunks[0]!.line + segment.line })),
    );
    const kept = all.slice(0, firstIndex);
    const old = all.slice(firstIndex);
    const scanner = this.#scanner;
    const fresh: Placed<S>[] = [];
    let state = old[0]?.segment.state ?? scanner.start;
    let at = old[0]?.start ?? 0;
    let line = old[0]?.line ?? 0;
    let next = 0;
    let found = false;
    while (at < text.length) {
      const origin = at - growth;
      if (origin >= end - offset) {
        while (next < old.length && old[next]!.start < origin) next++;
        found = old[next]?.start === origin && old[next]!.segment.state === state;
        if (found) break;
      }
      scanner.scan(text, at, state, final);
      if (scanner.needsMore) return undefined;
      fresh.push({ segment: this.#visitor.create(scanner, text, at, state), start: at, line });
      line += lineBreaks(text, at, scanner.end);
      at = scanner.end;
      state = scanner.next;
    }
    if (!found) {
      // The chunk behind the window has to begin in the state that was reached.
      if (!final) return undefined;
      next = old.length;
    }
    const moved = old.slice(next).map(({ segment, start: from, line: own }) => ({ segment, start: from + growth, line: line + own - old[next]!.line }));
    const gone = old.slice(0, next);
    for (const { segment } of gone) this.#visitor.removed(segment);
    for (const { segment } of gone) segment.chunk = undefined;
    return { chunks: intoChunks(text, [...kept, ...fresh, ...moved]), added: fresh.map(({ segment }) => segment) };
  }

  /** Chunks behind an edit change their place: a few additions each. */
  #renumber(from: number): void {
    let previous = this.#chunks[from - 1];
    for (let i = from; i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i]!;
      chunk.ordinal = i;
      chunk.offset = previous ? previous.offset + previous.text.length : 0;
      chunk.line = previous ? previous.line + previous.lineBreaks : 0;
      previous = chunk;
    }
  }

  /** The column of a place in a chunk whose line begins before the chunk, or with it. */
  #characterOf(chunk: SegmentChunk, at: number): number {
    let character = at;
    for (let i = chunk.ordinal - 1; i >= 0; i--) {
      const { text } = this.#chunks[i]!;
      let lineStart = text.length;
      while (lineStart > 0 && !endsLine(text, lineStart - 1)) lineStart--;
      character += text.length - lineStart;
      if (lineStart > 0) break;
    }
    return character;
  }

  #lineEnd(offset: number): number {
    for (let i = this.#chunkIndexAt(offset); i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i]!;
      const at = chunk.text.slice(Math.max(0, offset - chunk.offset)).search(/[\r\n]/);
      if (at >= 0) return Math.max(offset, chunk.offset) + at;
    }
    return this.length;
  }

  #chunkIndexAt(offset: number): number {
    return Math.max(0, lastIndexWhere(this.#chunks, (chunk) => chunk.offset <= offset));
  }
}

/** True where the character at `at` ends a line: LF, CRLF or CR do. */
function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10);
}

/** Counts lines from the beginning of a text to its end. */
class LineCounter {
  count = 0;
  readonly #text: string;
  readonly #hasReturns: boolean;
  #at = 0;
  /** The next line feed. */
  #next: number;

  constructor(text: string) {
    this.#text = text;
    this.#hasReturns = text.includes('\r');
    this.#next = text.indexOf('\n');
  }

  /** Adds the lines that end before `at`. */
  advance(at: number): void {
    if (this.#hasReturns) {
      this.count += lineBreaks(this.#text, this.#at, at);
      this.#at = at;
      return;
    }
    while (this.#next >= 0 && this.#next < at) {
      this.count++;
      this.#next = this.#text.indexOf('\n', this.#next + 1);
    }
  }
}

/** Lines that end between two offsets. */
function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (endsLine(text, at)) count++;
  return count;
}

/** Behind the `count`th line break; -1 where there are fewer. */
function afterBreaks(text: string, count: number): number {
  let left = count;
  for (let at = 0; at < text.length; at++) if (endsLine(text, at) && --left === 0) return at + 1;
  return -1;
}

function intoChunks<S extends Segment>(text: string, placed: readonly Placed<S>[]): SegmentChunk<S>[] {
  const chunks: SegmentChunk<S>[] = [];
  const whole = placed.length <= 2 * CHUNK_SEGMENTS && text.length <= 2 * CHUNK_LENGTH;
  for (let from = 0; from < placed.length; ) {
    const { start, line } = placed[from]!;
    let to = from + 1;
    while (to < placed.length && (whole || (to - from < CHUNK_SEGMENTS && placed[to]!.start - start < CHUNK_LENGTH))) to++;
    const chunk = new SegmentChunk<S>();
    for (const { segment, start: own, line: ownLine } of placed.slice(from, to)) chunk.add(segment, own - start, ownLine - line);
    const own = text.slice(start, placed[to]?.start);
    chunks.push(chunk.seal(own, lineBreaks(own, 0, own.length)));
    from = to;
  }
  return chunks;
}
