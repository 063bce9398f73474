import type { Span } from '../text/position';
import { attributesOf, tagAt, unescapeXml, xmlTags, type WrittenAttribute, type XmlTag } from './xmlTags';

/** How far a tag or text is searched for, in UTF-16 units. */
const REACH = 64 * 1024;

/** An element whose start tag is near, as far as the text around it shows. */
export interface NearElement {
  readonly tag: XmlTag;
  /** Its text up to the next tag; undefined for an empty element or one without end. */
  readonly content: (Span & { readonly text: string }) | undefined;
}

/** What is at an offset of an XML text. */
export interface XmlPlace extends NearElement {
  /**
   * `name`: of a tag; `attribute`: its name or value; `content`: the text after the start tag; `tag`: elsewhere in a
   * tag.
   */
  readonly part: 'name' | 'attribute' | 'content' | 'tag';
  readonly attribute: WrittenAttribute | undefined;
}

/** What is at an offset; a closing tag counts as its whole element. Only the text around the offset is searched. */
export function xmlPlaceAt(text: string, offset: number): XmlPlace | undefined {
  const start = lastTag(text, offset);
  const tag = start === undefined ? undefined : tagAt(text, start);
  if (!tag) return undefined;
  if (offset >= tag.end) return tag.kind === 'open' ? contentPlace(text, tag, offset) : undefined;
  const attribute = attributesOf(text, tag).find(
    ({ nameStart, valueStart, value }) => offset >= nameStart && offset <= valueStart + value.length,
  );
  const inName = offset >= tag.nameStart && offset <= tag.nameStart + tag.name.length;
  return { ...elementOf(text, tag), part: inName ? 'name' : attribute ? 'attribute' : 'tag', attribute };
}

/** Where the nearest tag at or before an offset begins. */
function lastTag(text: string, offset: number): number | undefined {
  const from = Math.max(0, offset - REACH);
  const start = text.slice(from, offset + 1).lastIndexOf('<');
  return start < 0 ? undefined : from + start;
}

function contentPlace(text: string, tag: XmlTag, offset: number): XmlPlace | undefined {
  const element = elementOf(text, tag);
  return element.content && offset <= element.content.end
    ? { ...element, part: 'content', attribute: undefined }
    : undefined;
}

/** The element that a start tag begins. For a closing tag, the element that it ends, if that contains only text. */
function elementOf(text: string, tag: XmlTag): NearElement {
  if (tag.kind === 'close') {
    const before = lastTag(text, tag.start - 1);
    const opening = before === undefined ? undefined : tagAt(text, before);
    return opening?.kind === 'open' && opening.name === tag.name
      ? elementOf(text, opening)
      : { tag, content: undefined };
  }
  if (tag.kind === 'empty') return { tag, content: undefined };
  const end = text.slice(tag.end, tag.end + REACH).indexOf('<');
  if (end < 0) return { tag, content: undefined };
  const written = text.slice(tag.end, tag.end + end);
  return { tag, content: { start: tag.end, end: tag.end + end, text: unescapeXml(written).trim() } };
}

/**
 * The innermost element with a name that contains an offset, as a span of the text. An element without end extends to
 * the next one with that name.
 */
export function enclosingElement(text: string, offset: number, name: string, reach: number): Span | undefined {
  const start = lastOpening(text, offset, name, reach);
  if (start === undefined) return undefined;
  const closing = `</${name}>`;
  const close = text.slice(start, start + 2 * reach).indexOf(closing);
  const end = close < 0 ? Math.min(text.length, start + 2 * reach) : start + close + closing.length;
  return offset <= end ? { start, end } : undefined;
}

function lastOpening(text: string, offset: number, name: string, reach: number): number | undefined {
  const from = Math.max(0, offset - reach);
  // The offset may be within the name itself.
  const window = text.slice(from, offset + name.length + 1);
  for (let at = window.lastIndexOf(`<${name}`); at >= 0; at = at === 0 ? -1 : window.lastIndexOf(`<${name}`, at - 1)) {
    const next = text[from + at + name.length + 1];
    if (from + at <= offset && (next === undefined || /[\s/>]/.test(next))) return from + at;
  }
  return undefined;
}

/** The elements in a span that contain only text, by name; the first of each. */
export function textsIn(text: string, { start, end }: Span): ReadonlyMap<string, NearElement> {
  const found = new Map<string, NearElement>();
  for (const tag of xmlTags(text, start, end)) {
    if (tag.kind === 'close' || found.has(tag.name)) continue;
    found.set(tag.name, elementOf(text, tag));
  }
  return found;
}
