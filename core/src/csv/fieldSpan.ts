import type { Span } from '../text/position';
import { BYTE_ORDER_MARK, QUOTE } from './characters';
import type { Field } from './field';

/**
 * The span of a part of a field's value in its record. In a quoted field, the opening quote and one of each pair of
 * doubled quotes are not part of the value.
 *
 * @param from offset within `field.value`, in UTF-16 code units; `to` likewise, exclusive
 */
export function spanInField(field: Field, from: number, to: number): Span {
  const { raw, value } = field;
  if (!field.quoted) {
    if (raw.length === value.length) return { start: field.start + from, end: field.start + to };
    return { start: field.start + bareOffset(raw, from), end: field.start + bareOffset(raw, to) };
  }
  const opening = raw.indexOf('"') + 1;
  if (!value.includes('"') && value.length <= raw.length - opening) {
    return { start: field.start + opening + from, end: field.start + opening + to };
  }
  return { start: field.start + rawOffset(raw, opening, from), end: field.start + rawOffset(raw, opening, to) };
}

/**
 * The offset in bare text of the value's character `offset`: stray quotes and byte order marks are not part of the
 * value.
 */
function bareOffset(raw: string, offset: number): number {
  const isLeftOut = (index: number): boolean =>
    raw.charCodeAt(index) === QUOTE || (index === 0 && raw.charCodeAt(0) === BYTE_ORDER_MARK);
  let index = 0;
  for (let passed = 0; index < raw.length && (passed < offset || isLeftOut(index)); index++) {
    if (!isLeftOut(index)) passed++;
  }
  return index;
}

/** The offset in `raw` of the value's character `offset`: a doubled quote counts once, a single one not at all. */
function rawOffset(raw: string, opening: number, offset: number): number {
  let index = opening;
  let passed = 0;
  while (index < raw.length) {
    const isQuote = raw.charCodeAt(index) === QUOTE;
    const isDoubled = isQuote && raw.charCodeAt(index + 1) === QUOTE;
    if (passed === offset && (!isQuote || isDoubled)) break;
    if (isQuote && !isDoubled) {
      // The closing quote ends the value; a stray one in the middle does not.
      if (passed === offset) break;
      index++;
      continue;
    }
    passed++;
    index += isDoubled ? 2 : 1;
  }
  return index;
}
