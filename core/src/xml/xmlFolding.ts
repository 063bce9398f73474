import type { Steps } from '../work/steps';
import { xmlTags } from './xmlTags';

/** Lines of an element that stays visible with its first line and the one that it ends on. */
export interface FoldedLines {
  readonly startLine: number;
  readonly endLine: number;
}

/** Tags that are looked at in one step. */
const STEP = 500;
/** Elements do not lie deeper. */
const MAX_DEPTH = 64;

/** The first `limit` elements that end on a line of their own, whatever is wrong in the text. Lines end with LF, CRLF or CR. */
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
    // A CR before an LF is half of a line break.
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) count++;
  }
  return count;
}
