import type { Position } from './position';

/** The position of a UTF-16 offset in a text, whose lines break at CRLF, LF or CR. Reads the text up to it. */
export function positionInText(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (const { 0: lineBreak, index } of text.slice(0, offset + 1).matchAll(/\r\n|\n|\r/g)) {
    const next = index + lineBreak.length;
    // The end of a line is the last place on it, also between CR and LF.
    if (next > offset) return { line, character: Math.min(index, offset) - start };
    line++;
    start = next;
  }
  return { line, character: offset - start };
}
