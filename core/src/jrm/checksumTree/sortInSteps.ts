import type { Steps } from '../../work/steps';

/** Comparisons of one step. */
const STEP = 4096;

/** Sorts numbers in place, in steps: what comes in order already costs one look at each. */
export function* sortInSteps(numbers: Uint32Array, compare: (one: number, other: number) => number): Steps<void> {
  let compared = 0;
  let runs = [0];
  for (let at = 1; at < numbers.length; at++) {
    if (compare(numbers[at - 1]!, numbers[at]!) > 0) runs.push(at);
    if (++compared % STEP === 0) yield;
  }
  if (runs.length === 1) return;
  const merged = new Uint32Array(numbers.length);
  let [from, to]: [Uint32Array, Uint32Array] = [numbers, merged];
  while (runs.length > 1) {
    const next: number[] = [];
    for (let run = 0; run < runs.length; run += 2) {
      const start = runs[run]!;
      const middle = runs[run + 1] ?? numbers.length;
      const end = runs[run + 2] ?? numbers.length;
      next.push(start);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takeLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0);
        to[at] = from[takeLeft ? left++ : right++]!;
        if (++compared % STEP === 0) yield;
      }
    }
    runs = next;
    [from, to] = [to, from];
  }
  if (from !== numbers) numbers.set(from);
}
