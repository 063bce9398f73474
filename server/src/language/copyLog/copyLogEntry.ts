import type { Span } from '#core/text/position';
import { enclosingElement } from '#core/xml/xmlPlace';
import { attributesOf, tagAt } from '#core/xml/xmlTags';
import type { WrittenAttribute } from '#core/xml/xmlTags';

/** How far to search in each direction: half the greatest length of an item, in UTF-16 units. */
const REACH = 64 * 1024;

/** An item of a current copy log. */
export interface CopyLogEntry {
  readonly element: 'ErroredEntity' | 'File';
  readonly extent: Span;
  readonly attributes: readonly WrittenAttribute[];
  readonly path: WrittenAttribute | undefined;
}

/** The item of a current copy log at an offset; a `<File>` of an older log is not one. */
export function entryAt(text: string, offset: number): CopyLogEntry | undefined {
  for (const element of ['ErroredEntity', 'File'] as const) {
    const extent = enclosingElement(text, offset, element, REACH);
    const tag = extent && tagAt(text, extent.start);
    // An empty element ends with its tag.
    if (!extent || !tag || (tag.kind === 'empty' && offset > tag.end)) continue;
    const attributes = attributesOf(text, tag);
    if (element === 'File' && attributes.some(({ name }) => name === 'Status')) continue;
    return { element, extent, attributes, path: attributes.find(({ name }) => name === 'Path') };
  }
  return undefined;
}
