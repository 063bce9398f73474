import type { Span } from '../text/position';
import { tagAt, xmlTags } from './xmlTags';
import type { XmlTag } from './xmlTags';

/** How many tags are looked at on either side of an offset. */
const MAX_TAGS = 4000;
/** How far a comment is searched for, in UTF-16 units. */
const REACH = 64 * 1024;

/** Parts that are skipped as a whole: their beginning and end. */
const passages = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const;

/** The elements around a place of an XML text. */
export interface XmlSurroundings {
  /** Start tags of the elements that are open there, outermost first. */
  readonly open: readonly XmlTag[];
  /** Names of the other children of the innermost open element, as far as they are near. */
  readonly siblings: ReadonlySet<string>;
}

/**
 * The elements around a stretch that is outside of tags or is a tag itself, regardless of errors elsewhere in the text.
 *
 * @param longLists names of elements that can have very many children and have no other meaning; these children are
 * skipped
 */
export function xmlSurroundings(text: string, { start, end }: Span, longLists: readonly string[]): XmlSurroundings {
  const siblings = new Set<string>();
  const open = openTags(text, start, longLists, siblings);
  let depth = 0;
  let tags = 0;
  for (const { kind, name } of xmlTags(text, end)) {
    if (++tags > MAX_TAGS) break;
    if (kind === 'close') {
      if (--depth < 0) break;
      continue;
    }
    if (depth === 0) siblings.add(name);
    if (kind === 'open') depth++;
  }
  return { open, siblings };
}

function openTags(text: string, offset: number, longLists: readonly string[], siblings: Set<string>): XmlTag[] {
  const open: XmlTag[] = [];
  /** Elements whose end was found but not their beginning, outermost first. */
  const closed: string[] = [];
  let before = offset;
  let tags = 0;
  for (;;) {
    const tag = tagBefore(text, before);
    if (!tag) return open;
    before = tag.start;
    if (tag.kind === 'close') {
      closed.push(tag.name);
    } else if (tag.kind === 'empty') {
      if (open.length === 0 && closed.length === 0) siblings.add(tag.name);
    } else if (closed.includes(tag.name)) {
      // The elements in between have no beginning.
      closed.length = closed.lastIndexOf(tag.name);
      if (open.length === 0 && closed.length === 0) siblings.add(tag.name);
    } else if (closed.length === 0) {
      open.unshift(tag);
    }
    if (++tags < MAX_TAGS) continue;
    const [outermost] = closed;
    const isClosed = outermost !== undefined && longLists.includes(outermost);
    const list = isClosed ? lastOpening(text, before, outermost) : openList(text, before, longLists);
    if (!list) return open;
    if (!isClosed) open.unshift(list);
    else if (open.length === 0) siblings.add(list.name);
    closed.length = 0;
    before = list.start;
    tags = 0;
  }
}

/** The last start tag with a name before an offset. */
function lastOpening(text: string, offset: number, name: string): XmlTag | undefined {
  const start = text.lastIndexOf(`<${name}`, offset - 1);
  const tag = start < 0 ? undefined : tagAt(text, start);
  return tag?.kind === 'open' && tag.name === name ? tag : undefined;
}

/** The element among those with certain names that is open at an offset. */
function openList(text: string, offset: number, names: readonly string[]): XmlTag | undefined {
  for (const name of names) {
    const tag = lastOpening(text, offset, name);
    const end = tag ? text.indexOf(`</${name}`, tag.start) : 0;
    if (end < 0 || end >= offset) return tag;
  }
  return undefined;
}

/** The last tag that begins before an offset. */
function tagBefore(text: string, offset: number): XmlTag | undefined {
  let before = offset;
  while (before > 0) {
    let start = text.lastIndexOf('<', before - 1);
    if (start < 0) return undefined;
    const between = text.slice(start, before);
    for (const [beginning, ending] of passages) {
      if (!between.includes(ending) || between.startsWith(beginning)) continue;
      const from = Math.max(0, start - REACH);
      const at = text.slice(from, start).lastIndexOf(beginning);
      if (at >= 0) start = from + at;
    }
    const tag = /[!?]/.test(text[start + 1] ?? '') ? undefined : tagAt(text, start);
    if (tag) return tag;
    before = start;
  }
  return undefined;
}
