import { CR, LF } from './characters';

/** The end of the line that contains `from`, before its line break; `limit` where the text ends first. */
export function endOfLine(text: string, from: number, limit = text.length): number {
  let at = from;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) break;
    at++;
  }
  return at;
}

/** The offset after the line break at `at`: CRLF, LF or CR; `limit` where the text ends there. */
export function afterLineBreak(text: string, at: number, limit = text.length): number {
  if (at >= limit) return limit;
  return text.charCodeAt(at) === CR && at + 1 < limit && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}
