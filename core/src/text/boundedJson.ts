import { parse, parseTree } from 'jsonc-parser';
import type { Node, ParseError, ParseOptions } from 'jsonc-parser';

/** No known file nests values more deeply, and the recursive parser would run out of stack. */
const MAX_DEPTH = 200;

/** `parseTree` of jsonc-parser; `undefined` for a text that is nested too deeply. */
export function parseJsonTree(text: string, errors?: ParseError[], options?: ParseOptions): Node | undefined {
  return isNestedTooDeep(text) ? undefined : parseTree(text, errors, options);
}

/** `parse` of jsonc-parser; `undefined` for a text that is nested too deeply. */
export function parseJson(text: string, errors?: ParseError[], options?: ParseOptions): unknown {
  return isNestedTooDeep(text) ? undefined : parse(text, errors, options);
}

/** True where more brackets are open at once than in any known file. Brackets in strings and comments do not count. */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(
    /[[{\]}]|"(?:[^"\\\r\n]|\\[^\r\n])*"?|\/\/[^\r\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?/g,
  )) {
    if (token === '[' || token === '{') {
      if (++depth > MAX_DEPTH) return true;
    } else if (token === ']' || token === '}') {
      depth = Math.max(0, depth - 1);
    }
  }
  return false;
}

/** A string of a JSON file; offsets are UTF-16 units, without the quotes. */
export interface LocatedText {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}
