import type { Position } from './position';

/** Turns offsets of a text into positions. Lines end with LF, CRLF or CR. */
export class LineIndex {
  readonly #starts: number[] = [0];
  /** Where each line's text ends, before its line break. */
  readonly #ends: number[] = [];

  constructor(text: string) {
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) {
      this.#ends.push(index);
      this.#starts.push(index + lineBreak.length);
    }
    this.#ends.push(text.length);
  }

  /** @param offset in UTF-16 code units from the beginning of the text */
  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    // A position is at most at the end of its line, even between CR and LF.
    return { line: low, character: Math.min(offset, this.#ends[low]!) - this.#starts[low]! };
  }
}

/** The position of one offset, without an index of all lines. Lines end with LF, CRLF or CR. */
export function positionOf(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (const { index, 0: lineBreak } of text.slice(0, offset).matchAll(/\r\n|\r|\n/g)) {
    line++;
    start = index + lineBreak.length;
  }
  return { line, character: offset - start };
}
