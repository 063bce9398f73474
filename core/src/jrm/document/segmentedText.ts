import { lastIndexWhere } from '../../csv/csvChunk';
import type { Position, Range } from '../../text/position';
import type { Steps } from '../../work/steps';
import { afterBreaks, lineBreaks, LineCounter } from './lineBreaks';
import { CHUNK_LENGTH, CHUNK_SEGMENTS, intoChunks, SegmentChunk, unread, unreadPieces } from './segmentChunk';
import type { Placed, Segment } from './segmentChunk';
import { MAX_COMMENT, MAX_INNER_LIST, SegmentScanner } from './segmentScanner';
import type { SegmentState } from './segmentScanner';

/** How far behind its end a segment may have to look. */
const LOOKAHEAD = MAX_INNER_LIST + 2 * MAX_COMMENT;
/** How far most segments look. */
const NEAR = 64;
/** Segments read in one step. */
const STEP = 256;
/** Chunks that are looked at in one step of settling. */
const SETTLED_CHUNKS = 4;

/** What is replaced in a window, and where reading begins. */
interface Rewriting {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The first segment of the window that is read again. */
  readonly firstIndex: number;
  /** The state before it, where it is not the one that it was read in. */
  readonly state: SegmentState | undefined;
}

interface Rewritten<S extends Segment> {
  readonly chunks: SegmentChunk<S>[];
  readonly added: readonly S[];
}

/** Told of every segment that comes and goes. */
export interface SegmentVisitor<S extends Segment> {
  /** Makes a segment of what `scanner` has found at `start` of `text`. */
  create(scanner: SegmentScanner, text: string, start: number, state: SegmentState): S;
  /** Makes one of a text that is to be read later. */
  createUnread(state: SegmentState): S;
  /** The segment has its place. */
  added(segment: S): void;
  /** It still has its place. */
  removed(segment: S): void;
  /** A chunk has been put together anew. */
  placed(chunk: SegmentChunk<S>): void;
}

/**
 * A JSON text as segments, kept so that an edit costs what it touches: segments are read again from shortly before the edit until one
 * begins where one began before, in the same state; all others keep their identity. Where that takes long, `settle` does what is left:
 * until then, some segments are those that stood there before, or of texts that nobody has looked at. Offsets are UTF-16 units.
 */
export class SegmentedText<S extends Segment> {
  readonly #scanner = new SegmentScanner();
  readonly #visitor: SegmentVisitor<S>;
  readonly #atOnce: number;
  #chunks: SegmentChunk<S>[] = [new SegmentChunk<S>()];

  /** `atOnce`: so many segments are read within an edit, and in one step of settling. */
  constructor(visitor: SegmentVisitor<S>, atOnce: number) {
    this.#visitor = visitor;
    this.#atOnce = atOnce;
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
        this.#append(chunk.seal(text.slice(chunkStart, at), lines.count, state));
        chunk = new SegmentChunk<S>();
        chunkStart = at;
        lines.count = 0;
      }
      if (++count % STEP === 0) yield;
    }
    if (this.#chunks.length === 0) this.#chunks.push(new SegmentChunk<S>());
  }

  /** Replaces whatever was there by a text that `settle` reads. */
  loadLater(text: string): void {
    this.#chunks = intoChunks(text, unreadPieces(text, 0, 0, () => this.#visitor.createUnread(unread)));
    if (this.#chunks.length === 0) this.#chunks.push(new SegmentChunk<S>());
    this.#renumber(0);
    for (const chunk of this.#chunks) this.#visitor.placed(chunk);
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
    // What follows decides where some segments end: mostly its first characters.
    const text = this.textOf(segment);
    const end = this.offsetOf(segment) + text.length;
    for (let reach = NEAR; ; reach = 2 * LOOKAHEAD) {
      const behind = this.getText(end, end + reach);
      this.#scanner.scan(text + behind, 0, segment.state, end + behind.length >= this.length);
      if (!this.#scanner.needsMore || reach > NEAR) return this.#scanner;
    }
  }

  /** The position of an offset within a segment's text. */
  positionIn(segment: Segment, within: number): Position {
    return segment.chunk!.positionAt(segment.start + within);
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
    this.#rewriteFrom(first.chunk, Math.max(first.chunk, this.#chunkIndexAt(end)), { start, end, text, firstIndex: first.segment, state: undefined });
  }

  /** Reads what edits have left to be read. */
  *settle(): Steps<void> {
    for (let index = 0; index < this.#chunks.length; ) {
      const { offset, segments } = this.#chunks[index]!;
      const state = index === 0 ? this.#scanner.start : this.#chunks[index - 1]!.next;
      if (segments.length === 0 || segments[0]!.state === state) {
        index++;
        continue;
      }
      this.#rewriteFrom(index, Math.min(this.#chunks.length - 1, index + SETTLED_CHUNKS), { start: offset, end: offset, text: '', firstIndex: 0, state });
      yield;
    }
  }

  #rewriteFrom(first: number, lastAffected: number, edit: Rewriting): void {
    let last = lastAffected;
    for (;;) {
      const chunks = this.#chunks.slice(first, last + 1);
      const done = this.#rewrite(chunks, edit, this.#chunks[last + 1]);
      if (done) {
        this.#chunks.splice(first, chunks.length, ...done.chunks);
        if (this.#chunks.length === 0) this.#chunks.push(new SegmentChunk<S>());
        this.#renumber(first);
        for (const segment of done.added) this.#visitor.added(segment);
        for (const chunk of done.chunks) this.#visitor.placed(chunk);
        return;
      }
      last = Math.min(this.#chunks.length - 1, last + (last - first + 1));
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

  /** Reads a window of chunks again; `undefined` where what is behind it has to be looked at, too. */
  #rewrite(window: readonly SegmentChunk<S>[], { start, end, text: inserted, firstIndex, state: given }: Rewriting, behind: SegmentChunk<S> | undefined): Rewritten<S> | undefined {
    const { offset, line: firstLine } = window[0]!;
    const before = window.map((chunk) => chunk.text).join('');
    const text = before.slice(0, start - offset) + inserted + before.slice(end - offset);
    const growth = inserted.length - (end - start);
    const all = window.flatMap((chunk) =>
      chunk.segments.map((segment, index) => ({
        segment,
        start: chunk.offset - offset + segment.start,
        line: chunk.line - firstLine + segment.line,
        next: chunk.stateBehind(index),
      })),
    );
    const kept = all.slice(0, firstIndex);
    const old = all.slice(firstIndex);
    const scanner = this.#scanner;
    const fresh: Placed<S>[] = [];
    let state = given ?? old[0]?.segment.state ?? scanner.start;
    let at = old[0]?.start ?? 0;
    let line = old[0]?.line ?? 0;
    let next = 0;
    /** How the window is left: everything behind is as it was, in its old state or in another, or is yet to be read. */
    let left: 'kept' | 'unread' | undefined = state === unread ? 'unread' : undefined;
    while (at < text.length && !left) {
      const isEnough = fresh.length >= this.#atOnce;
      const origin = at - growth;
      if (origin >= end - offset) {
        while (next < old.length && old[next]!.start < origin) next++;
        if (old[next]?.start === origin && (isEnough || old[next]!.segment.state === state)) {
          left = 'kept';
          break;
        }
      }
      scanner.scan(text, at, state, behind === undefined);
      const isLate = fresh.length >= 2 * this.#atOnce;
      if (scanner.needsMore && !isEnough) return undefined;
      if (scanner.needsMore || isLate) {
        left = 'unread';
        break;
      }
      fresh.push({ segment: this.#visitor.create(scanner, text, at, state), start: at, line, next: scanner.next });
      line += lineBreaks(text, at, scanner.end);
      at = scanner.end;
      state = scanner.next;
    }
    // The chunk behind the window begins in the state that was reached, or is read later.
    if (!left && behind && behind.segments[0]?.state !== state && fresh.length < this.#atOnce) return undefined;
    if (left !== 'kept') next = old.length;
    const moved = old.slice(next).map((placed) => ({ ...placed, start: placed.start + growth, line: line + placed.line - old[next]!.line }));
    const later = left === 'unread' ? unreadPieces(text, at, line, () => this.#visitor.createUnread(unread)) : [];
    const gone = old.slice(0, next);
    for (const { segment } of gone) this.#visitor.removed(segment);
    for (const { segment } of gone) segment.chunk = undefined;
    return { chunks: intoChunks(text, [...kept, ...fresh, ...later, ...moved]), added: [...fresh, ...later].map(({ segment }) => segment) };
  }

  /** Chunks behind an edit change their place: a few additions each. */
  #renumber(from: number): void {
    for (let i = from; i < this.#chunks.length; i++) this.#chunks[i]!.follow(this.#chunks[i - 1], i);
  }

  #lineEnd(offset: number): number {
    for (let i = this.#chunkIndexAt(offset); i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i]!;
      if (chunk.lineBreaks === 0) continue;
      const at = chunk.text.slice(Math.max(0, offset - chunk.offset)).search(/[\r\n]/);
      if (at >= 0) return Math.max(offset, chunk.offset) + at;
    }
    return this.length;
  }

  #chunkIndexAt(offset: number): number {
    return Math.max(0, lastIndexWhere(this.#chunks, (chunk) => chunk.offset <= offset));
  }
}
