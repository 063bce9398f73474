import { parse, parseTree } from 'jsonc-parser';
import type { Node, ParseError, ParseOptions } from 'jsonc-parser';

/** Values nested deeper than this are none of ours, and their parser, which calls itself, would run out of stack. */
const MAX_DEPTH = 200;

/** `parseTree` of jsonc-parser; `undefined` for a text that is nested too deep. */
export function parseJsonTree(text: string, errors?: ParseError[], options?: ParseOptions): Node | undefined {
  return isNestedTooDeep(text) ? undefined : parseTree(text, errors, options);
}

/** `parse` of jsonc-parser; `undefined` for a text that is nested too deep. */
export function parseJson(text: string, errors?: ParseError[], options?: ParseOptions): unknown {
  return isNestedTooDeep(text) ? undefined : parse(text, errors, options);
}

/** True where more brackets are open at once than any file of ours has. What stands in texts and comments does not count. */
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
