import type { ByteText } from '../byteText';

const ZERO = 0x30;
const NINE = 0x39;

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;
const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/**
 * The order in which people look for names: numbers by their value, letters of ASCII whatever their case, all else by code point.
 * Names that are the same by that are in the order of their bytes, so that there is one order.
 */
export function compareNatural(one: ByteText, other: ByteText): number {
  const { bytes: a, end: aEnd } = one;
  const { bytes: b, end: bEnd } = other;
  let i = one.start;
  let j = other.start;
  while (i < aEnd && j < bEnd) {
    const x = a[i]!;
    const y = b[j]!;
    if (isDigit(x) && isDigit(y)) {
      while (i < aEnd && a[i] === ZERO) i++;
      while (j < bEnd && b[j] === ZERO) j++;
      const iStart = i;
      const jStart = j;
      while (i < aEnd && isDigit(a[i]!)) i++;
      while (j < bEnd && isDigit(b[j]!)) j++;
      if (i - iStart !== j - jStart) return i - iStart - (j - jStart);
      for (let at = 0; at < i - iStart; at++) if (a[iStart + at] !== b[jStart + at]) return a[iStart + at]! - b[jStart + at]!;
      continue;
    }
    const difference = lower(x) - lower(y);
    if (difference !== 0) return difference;
    i++;
    j++;
  }
  return aEnd - i - (bEnd - j) || compareBytes(one, other);
}

function compareBytes(one: ByteText, other: ByteText): number {
  const length = Math.min(one.end - one.start, other.end - other.start);
  for (let at = 0; at < length; at++) {
    const difference = one.bytes[one.start + at]! - other.bytes[other.start + at]!;
    if (difference !== 0) return difference;
  }
  return one.end - one.start - (other.end - other.start);
}
