import type { ByteText } from '../byteText';

const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/**
 * Finds the names of a path, as bytes: `F:`, `dir`, `a.txt` of `F:\dir\a.txt`; `/`, `srv`, `a.txt` of `/srv/a.txt`;
 * `\\server\share`, `a.txt` of `\\server\share\a.txt`. A path with a slash at its beginning has no backslashes that separate.
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

/** Where the directory of a path ends, its last separator included; its beginning where it has none. */
export function endOfDirectory({ bytes, start, end }: ByteText): number {
  const isPosix = bytes[start] === SLASH;
  let at = end;
  while (at > start && bytes[at - 1] !== SLASH && (isPosix || bytes[at - 1] !== BACKSLASH)) at--;
  return at;
}
