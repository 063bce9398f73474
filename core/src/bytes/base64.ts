const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digits = Uint8Array.from(alphabet, (digit) => digit.charCodeAt(0));
const values = new Int8Array(128).fill(-1);
for (let index = 0; index < alphabet.length; index++) values[alphabet.charCodeAt(index)] = index;

/** The number of characters for `length` bytes, without padding. */
export function base64Length(length: number): number {
  return Math.ceil((length * 4) / 3);
}

/** Buffer for the text: decoding it at once creates no garbage, unlike appending digit by digit. */
const scratch = new Uint8Array(1024);
/** How many bytes fit into `scratch`; a multiple of three. */
const MOST_BYTES = 768;
const decoder = new TextDecoder();

/** Base64 (RFC 4648, section 4) of the bytes from `start` to `end`, without padding. */
export function toBase64(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start > MOST_BYTES)
    return toBase64(bytes, start, start + MOST_BYTES) + toBase64(bytes, start + MOST_BYTES, end);
  return decoder.decode(scratch.subarray(0, writeBase64(bytes, start, end, scratch, 0)));
}

/** Writes the same, in ASCII, into `into` from `at` on. Returns the offset of its end. */
export function writeBase64(bytes: Uint8Array, start: number, end: number, into: Uint8Array, at: number): number {
  let from = start;
  for (; from + 3 <= end; from += 3) {
    const group = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
    into[at++] = digits[group >> 18]!;
    into[at++] = digits[(group >> 12) & 63]!;
    into[at++] = digits[(group >> 6) & 63]!;
    into[at++] = digits[group & 63]!;
  }
  const left = end - from;
  if (left > 0) {
    const group = (bytes[from]! << 16) | ((left === 2 ? bytes[from + 1]! : 0) << 8);
    into[at++] = digits[group >> 18]!;
    into[at++] = digits[(group >> 12) & 63]!;
    if (left === 2) into[at++] = digits[(group >> 6) & 63]!;
  }
  return at;
}

/**
 * Decodes the unpadded base64 of exactly `into.length` bytes that begins at `start` in `text`.
 *
 * @returns false where the text is something else or has bits set beyond the last byte; the content of `into` is then
 * undefined
 */
export function fromBase64(text: string, start: number, into: Uint8Array): boolean {
  const end = start + base64Length(into.length);
  if (end > text.length) return false;
  let bits = 0;
  let count = 0;
  let written = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? values[code]! : -1;
    if (value < 0) return false;
    bits = ((bits << 6) | value) & 0x3fff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      into[written++] = bits >> count;
    }
  }
  return (bits & ((1 << count) - 1)) === 0;
}
