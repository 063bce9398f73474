import { editDistance } from '../text/editDistance';

/** The value that a text probably means. */
export interface NearestValue {
  readonly value: string;
  /** `case`: only upper and lower case differ; `punctuation`: the letters and digits are the same; `near`: neither. */
  readonly likeness: 'case' | 'punctuation' | 'near';
}

const longest = 64;

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The one of `values` that `text` probably means: it has the same letters in another case or with other punctuation, or
 * is part of only one value (`block` of `BlockBlob`; at least three letters), or has a few mistyped letters. Undefined
 * where two values are equally near.
 */
export function nearestValue(text: string, values: readonly string[]): NearestValue | undefined {
  if (text.length > longest) return undefined;
  const wanted = letters(text);
  if (wanted === '') return undefined;
  const lower = text.toLowerCase();
  const sameLetters = values.find((value) => letters(value) === wanted);
  if (sameLetters !== undefined)
    return { value: sameLetters, likeness: sameLetters.toLowerCase() === lower ? 'case' : 'punctuation' };
  const containing = values.filter((value) => letters(value).includes(wanted));
  if (wanted.length >= 3 && containing.length === 1) return { value: containing[0]!, likeness: 'near' };
  const allowed = Math.max(1, Math.floor(wanted.length / 4));
  const near = values
    .map((value) => ({ value, distance: editDistance(wanted, letters(value), allowed) }))
    .filter(({ value, distance }) => distance < letters(value).length)
    .sort((left, right) => left.distance - right.distance);
  if (near[0] === undefined || near[0].distance === near[1]?.distance) return undefined;
  return { value: near[0].value, likeness: 'near' };
}
