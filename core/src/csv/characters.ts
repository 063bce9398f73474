/** UTF-16 code units that have a meaning in CSV. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const SEMICOLON = 0x3b;
export const BYTE_ORDER_MARK = 0xfeff;

/** The characters for which `isTypographicQuote` is true, for a character class in a pattern. */
export const TYPOGRAPHIC_QUOTES = '\u201c-\u201f\u00ab\u00bb';

/** Typographic double quotes, U+201C to U+201F and guillemets, which word processors put in place of `"`. */
export function isTypographicQuote(code: number): boolean {
  return (code >= 0x201c && code <= 0x201f) || code === 0xab || code === 0xbb;
}

/**
 * A space, or what looks like one: TAB and typographic spaces. Beside a delimiter, all of them are as wrong as a space.
 */
export function isSpaceLike(code: number): boolean {
  if (code === SPACE || code === TAB) return true;
  return (
    code >= 0xa0 &&
    (code === 0xa0 ||
      code === 0x1680 ||
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x202f ||
      code === 0x205f ||
      code === 0x3000)
  );
}

/** C0 control characters that do not belong in a CSV: all except TAB, LF and CR. */
export function isForbiddenControl(code: number): boolean {
  return code < SPACE && code !== TAB && code !== LF && code !== CR;
}

/** Line breaks as LSP and the CSV dialects count them: CRLF, LF, or CR alone. */
export function countLineBreaks(text: string, start = 0, end = text.length): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) count++;
  }
  return count;
}
