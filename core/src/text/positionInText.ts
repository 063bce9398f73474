import type { Position } from './position';

/** The position of a UTF-16 offset in a text, whose lines break at CRLF, LF or CR. Reads the text up to it. */
export function positionInText(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (const match of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line++;
    start = match.index + match[0].length;
  }
  return { line, character: offset - start };
}
