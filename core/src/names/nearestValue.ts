/** The value that a text probably means. */
export interface NearestValue {
  readonly value: string;
  /** `case`: only upper and lower case differ; `punctuation`: the letters and digits are the same; `near`: neither. */
  readonly likeness: 'case' | 'punctuation' | 'near';
}

const longest = 64;

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Insertions, deletions, replacements and exchanges of neighbours that lead from one text to the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let distance = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        distance = Math.min(distance, beforeLast[column - 2]! + 1);
      }
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}

/**
 * The one of `values` that `text` probably means: the same letters in another case or with other punctuation, a part
 * of one value only (`block` of `BlockBlob`; three letters at least), or a few mistyped letters. Nothing where two
 * values are equally near.
 */
export function nearestValue(text: string, values: readonly string[]): NearestValue | undefined {
  if (text.length > longest) return undefined;
  const wanted = letters(text);
  if (wanted === '') return undefined;
  const lower = text.toLowerCase();
  const sameLetters = values.find((value) => letters(value) === wanted);
  if (sameLetters !== undefined) return { value: sameLetters, likeness: sameLetters.toLowerCase() === lower ? 'case' : 'punctuation' };
  const containing = values.filter((value) => letters(value).includes(wanted));
  if (wanted.length >= 3 && containing.length === 1) return { value: containing[0]!, likeness: 'near' };
  const allowed = Math.max(1, Math.floor(wanted.length / 4));
  const near = values
    .map((value) => ({ value, distance: editDistance(wanted, letters(value)) }))
    .filter(({ value, distance }) => distance <= allowed && distance < letters(value).length)
    .sort((left, right) => left.distance - right.distance);
  if (near[0] === undefined || near[0].distance === near[1]?.distance) return undefined;
  return { value: near[0].value, likeness: 'near' };
}
