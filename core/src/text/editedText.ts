import type { Steps } from '../work/steps';
import type { Position } from './position';

/** How many lines are found in one step. */
const STEP = 20_000;
const CR = 0x0d;
const LF = 0x0a;

/** The offsets at which lines begin, in order. Lines end with LF, CRLF or CR. */
class LineStarts {
  #starts = new Uint32Array(1024);
  #count = 1;

  get count(): number {
    return this.#count;
  }

  at(line: number): number {
    return this.#starts[line]!;
  }

  /** The line that contains an offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  add(start: number): void {
    if (this.#count === this.#starts.length) this.#grow(2 * this.#count);
    this.#starts[this.#count++] = start;
  }

  /** Replaces the lines from `first` to `last`, exclusive, and moves all lines after them. */
  replace(first: number, last: number, starts: readonly number[], moved: number): void {
    const count = this.#count + starts.length - (last - first);
    if (count > this.#starts.length) this.#grow(Math.max(count, 2 * this.#starts.length));
    this.#starts.copyWithin(first + starts.length, last, this.#count);
    this.#starts.set(starts, first);
    this.#count = count;
    if (moved !== 0) for (let line = first + starts.length; line < count; line++) this.#starts[line]! += moved;
  }

  #grow(length: number): void {
    const grown = new Uint32Array(length);
    grown.set(this.#starts.subarray(0, this.#count));
    this.#starts = grown;
  }
}

/** Where the line after the next line break begins; -1 where there is none. */
function nextStart(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    if (code === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return -1;
}

/** The same for a text whose lines all end with LF. */
function nextLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? -1 : at + 1;
}

/**
 * A text that is edited, with positions as LSP counts them. The cost of an edit is what it touches, plus a few
 * operations for each line after it.
 */
export class EditedText {
  readonly #lines = new LineStarts();
  #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Finds the lines of a text in steps. */
  static *read(text: string): Steps<EditedText> {
    const edited = new EditedText(text);
    // Without carriage returns, which few texts have, the engine's own search is much faster.
    const next = text.includes('\r') ? nextStart : nextLine;
    for (let start = next(text, 0), found = 1; start >= 0; start = next(text, start), found++) {
      edited.#lines.add(start);
      if (found % STEP === 0) yield;
    }
    return edited;
  }

  get text(): string {
    return this.#text;
  }

  /** A position beyond the text or a line is moved to its end. */
  offsetAt({ line, character }: Position): number {
    const lines = this.#lines;
    if (line >= lines.count) return this.#text.length;
    if (line < 0) return 0;
    return Math.max(lines.at(line), Math.min(lines.at(line) + character, this.#endOf(line)));
  }

  positionAt(offset: number): Position {
    const place = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.#lines.lineAt(place);
    return { line, character: Math.min(place, this.#endOf(line)) - this.#lines.at(line) };
  }

  /** Replaces what lies between two offsets. */
  edit(start: number, end: number, text: string): void {
    const lines = this.#lines;
    // A CR before the edit and an LF after it can become one line break, and vice versa.
    const first = lines.lineAt(Math.max(0, start - 1));
    const last = lines.lineAt(Math.min(this.#text.length, end + 1));
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    const moved = text.length - (end - start);
    const until = last + 1 < lines.count ? lines.at(last + 1) + moved : Infinity;
    const starts: number[] = [];
    for (
      let next = nextStart(this.#text, lines.at(first));
      next >= 0 && next < until;
      next = nextStart(this.#text, next)
    )
      starts.push(next);
    lines.replace(first + 1, last + 1, starts, moved);
  }

  /** The end of a line, before its line break. */
  #endOf(line: number): number {
    const lines = this.#lines;
    if (line + 1 >= lines.count) return this.#text.length;
    const end = lines.at(line + 1) - 1;
    return end > lines.at(line) && this.#text.charCodeAt(end) === LF && this.#text.charCodeAt(end - 1) === CR
      ? end - 1
      : end;
  }
}
