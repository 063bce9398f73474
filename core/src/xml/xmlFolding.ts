import type { Steps } from '../work/steps';
import { xmlTags } from './xmlTags';

/** The lines that are folded: the first line of an element and the line it ends on stay visible. */
export interface FoldedLines {
  readonly startLine: number;
  readonly endLine: number;
}

/** How many tags are looked at in one step. */
const STEP = 500;
/** The deepest nesting of elements. */
const MAX_DEPTH = 64;

/**
 * The first `limit` elements that end at least two lines below their start tag, regardless of errors in the text. Lines
 * end with LF, CRLF or CR.
 */
export function* foldedElements(text: string, limit: number): Steps<FoldedLines[]> {
  const found: FoldedLines[] = [];
  const open: { readonly name: string; readonly line: number }[] = [];
  let line = 0;
  let counted = 0;
  let tags = 0;
  for (const { kind, name, start } of xmlTags(text)) {
    if (++tags % STEP === 0) yield;
    line += lineBreaks(text, counted, start);
    counted = start;
    if (kind === 'open') {
      if (open.length < MAX_DEPTH) open.push({ name, line });
      continue;
    }
    const at = kind === 'close' ? open.findLastIndex((element) => element.name === name) : -1;
    if (at < 0) continue;
    const endLine = line - 1;
    if (endLine > open[at]!.line && found.push({ startLine: open[at]!.line, endLine }) >= limit) break;
    open.length = at;
  }
  return found.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    // CR before LF is half of a line break.
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) count++;
  }
  return count;
}
