import type { Span } from '../text/position';
import { isSpaceLike, isTypographicQuote, SPACE } from './characters';
import type { Field } from './field';
import { spanInField } from './fieldSpan';

function leadingSpaces(value: string): number {
  let count = 0;
  while (count < value.length && isSpaceLike(value.charCodeAt(count))) count++;
  return count;
}

/**
 * What the rules of a column look at: the value without the spaces, and what looks like them, around it, which csv/space-around-delimiter
 * reports. `undefined` where there is nothing to judge: no such field, or a value in typographic quotes, which
 * csv/smart-quote reports.
 */
export function contentOf(field: Field | undefined): string | undefined {
  if (field === undefined) return undefined;
  const { value } = field;
  const { length } = value;
  if (length === 0) return value;
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(length - 1);
  if (first > SPACE && first < 128 && last > SPACE && last < 128) return value;
  let end = length;
  const start = leadingSpaces(value);
  while (end > start && isSpaceLike(value.charCodeAt(end - 1))) end--;
  const content = value.slice(start, end);
  const opens = isTypographicQuote(content.charCodeAt(0));
  const closes = isTypographicQuote(content.charCodeAt(content.length - 1));
  // In straight quotes, one of them may well be part of a name.
  const isQuoted = field.quoted ? opens && closes : opens || closes;
  return isQuoted ? undefined : content;
}

/** Where a stretch of a field's content stands in its record; offsets are within what {@link contentOf} gave. */
export function contentSpan(field: Field, from: number, to: number): Span {
  const shift = leadingSpaces(field.value);
  return spanInField(field, shift + from, shift + to);
}
