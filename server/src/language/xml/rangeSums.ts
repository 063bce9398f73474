import type { Span } from '#core/text/position';
import { attributesOf, xmlTags } from '#core/xml/xmlTags';

/** How far around a place the beginning and the end of its blob are looked for: half of what one with 50,000 blocks takes at most, in UTF-16 units. */
export const BLOB_REACH = 8 * 1024 * 1024;

/** The sum of the blocks or page ranges in a stretch of XML. */
export interface RangeSum {
  readonly count: number;
  /** Bytes. */
  readonly bytes: number;
  /** Where the last one ends, in bytes. */
  readonly end: number;
  /** How many begin before a given offset. */
  readonly before: number;
}

const rangeElements: ReadonlySet<string> = new Set(['Block', 'PageRange', 'FileRange']);

/** Adds up the blocks or page ranges whose tags are in a stretch. @param offset in the text, for `before` */
export function rangeSum(text: string, { start, end }: Span, offset: number): RangeSum {
  let [count, bytes, last, before] = [0, 0, 0, 0];
  for (const tag of xmlTags(text, start, end)) {
    if (tag.kind === 'close' || !rangeElements.has(tag.name)) continue;
    count++;
    if (tag.start <= offset) before++;
    const of = (name: string) => Number(attributesOf(text, tag).find((attribute) => attribute.name === name)?.value);
    const length = of('Length');
    if (Number.isSafeInteger(length)) bytes += length;
    const rangeEnd = of('Offset') + length;
    if (Number.isSafeInteger(rangeEnd)) last = Math.max(last, rangeEnd);
  }
  return { count, bytes, end: last, before };
}
