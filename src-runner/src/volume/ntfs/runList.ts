import type { Extent } from './layout';

function bytesOf(value: number, view: DataView, at: number): number {
  let rest = value;
  let length = 0;
  // Signed: the highest bit of the last byte has to be clear.
  do {
    view.setUint8(at + length++, rest % 256);
    rest = Math.floor(rest / 256);
  } while (rest > 0 || view.getUint8(at + length - 1) >= 128);
  return length;
}

/** Writes the mapping pairs of one run over zeros and returns their length, including the terminating zero. */
export function writeRun(view: DataView, at: number, { first, count }: Extent): number {
  if (count === 0) return 1;
  const countLength = bytesOf(count, view, at + 1);
  const firstLength = bytesOf(first, view, at + 1 + countLength);
  view.setUint8(at, (firstLength << 4) | countLength);
  return countLength + firstLength + 2;
}

/** Writes the mapping pairs of one run that is a hole. */
export function writeHole(view: DataView, at: number, count: number): number {
  const length = bytesOf(count, view, at + 1);
  view.setUint8(at, length);
  return length + 2;
}
