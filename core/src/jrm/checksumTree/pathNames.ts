import type { ByteText } from '../byteText';

const ZERO = 0x30;
const NINE = 0x39;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/**
 * Finds the names in a path, as bytes: `F:`, `dir`, `a.txt` in `F:\dir\a.txt`; `/`, `srv`, `a.txt` in `/srv/a.txt`;
 * `\\server\share`, `a.txt` in `\\server\share\a.txt`. In a path that begins with a slash, backslashes are not
 * separators.
 */
export class PathParts {
  /** Where each name begins and ends. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  start(index: number): number {
    return this.#starts[index]!;
  }

  end(index: number): number {
    return this.#ends[index]!;
  }

  read({ bytes, start, end }: ByteText): void {
    this.#length = 0;
    if (start === end) return;
    const isPosix = bytes[start] === SLASH;
    let at = start;
    if (isPosix) {
      this.#add(start, ++at);
    } else if (bytes[start] === BACKSLASH && bytes[start + 1] === BACKSLASH) {
      at = endOfName(bytes, start + 2, end, false);
      at = endOfName(bytes, Math.min(at + 1, end), end, false);
      this.#add(start, at);
    }
    while (at < end) {
      const close = endOfName(bytes, at, end, isPosix);
      if (close > at) this.#add(at, close);
      at = close + 1;
    }
    if (this.#length === 0) this.#add(start, end);
  }

  #add(start: number, end: number): void {
    this.#starts[this.#length] = start;
    this.#ends[this.#length++] = end;
  }
}

function endOfName(bytes: Uint8Array, from: number, end: number, isPosix: boolean): number {
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === SLASH || (byte === BACKSLASH && !isPosix)) break;
  }
  return at;
}

/**
 * Where the directory of a path ends, including its last separator; the beginning of the path if it has no directory.
 */
export function endOfDirectory({ bytes, start, end }: ByteText): number {
  const isPosix = bytes[start] === SLASH;
  let at = end;
  while (at > start && bytes[at - 1] !== SLASH && (isPosix || bytes[at - 1] !== BACKSLASH)) at--;
  return at;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;
const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/**
 * The order in which people look for names: numbers by value, ASCII letters regardless of case, everything else by code
 * point. Names that are equal in this order are sorted by their bytes, so that the order is unambiguous.
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
      for (let at = 0; at < i - iStart; at++)
        if (a[iStart + at] !== b[jStart + at]) return a[iStart + at]! - b[jStart + at]!;
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
