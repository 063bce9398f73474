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
 * The part of a value that a column's rules look at: without surrounding spaces and similar characters, which
 * csv/space-around-delimiter reports. `undefined` where there is nothing to judge: no such field, or a value in
 * typographic quotes, which csv/smart-quote reports.
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
  // Inside straight quotes, a single typographic quote may be part of a name.
  const isQuoted = field.quoted ? opens && closes : opens || closes;
  return isQuoted ? undefined : content;
}

/** The span of a part of a field's content in its record; offsets are relative to the result of {@link contentOf}. */
export function contentSpan(field: Field, from: number, to: number): Span {
  const shift = leadingSpaces(field.value);
  return spanInField(field, shift + from, shift + to);
}
