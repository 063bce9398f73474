const digitsOf = (digits: string): Uint8Array => Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
const lower = digitsOf('0123456789abcdef');
const upper = digitsOf('0123456789ABCDEF');

/** Buffer for the text: decoding it at once takes half the time of appending byte by byte, and creates no garbage. */
const scratch = new Uint8Array(128);
const MOST_BYTES = scratch.length / 2;
const decoder = new TextDecoder();

/** Base16 with lower-case letters, as SHA-256 sums are written. */
export function toHex(bytes: Uint8Array): string {
  return inBase16(bytes, lower);
}

/** Base16 with upper-case letters, as the drive manifest and the drive info write MD5 sums. */
export function toUpperHex(bytes: Uint8Array): string {
  return inBase16(bytes, upper);
}

function inBase16(bytes: Uint8Array, digits: Uint8Array): string {
  const { length } = bytes;
  if (length > MOST_BYTES)
    return inBase16(bytes.subarray(0, MOST_BYTES), digits) + inBase16(bytes.subarray(MOST_BYTES), digits);
  for (let at = 0; at < length; at++) {
    scratch[2 * at] = digits[bytes[at]! >> 4]!;
    scratch[2 * at + 1] = digits[bytes[at]! & 15]!;
  }
  return decoder.decode(scratch.subarray(0, 2 * length));
}

/** True for an MD5 sum in base16, in letters of either case. */
export function isMd5Hex(text: string): boolean {
  return /^[0-9A-Fa-f]{32}$/.test(text);
}
