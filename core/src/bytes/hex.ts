/** Code units of the text that is being made: in one piece it costs no garbage, as one put together byte by byte does. */
const scratch = new Uint8Array(128);
const MOST_BYTES = scratch.length / 2;

/** Base16 with lower-case letters, as SHA-256 sums are written. */
export function toHex(bytes: Uint8Array): string {
  return inBase16(bytes, 0x61);
}

/** Base16 with upper-case letters, as the drive manifest and the drive info write MD5 sums. */
export function toUpperHex(bytes: Uint8Array): string {
  return inBase16(bytes, 0x41);
}

/** @param ten the code unit of the digit that stands for ten */
function inBase16(bytes: Uint8Array, ten: number): string {
  const { length } = bytes;
  if (length > MOST_BYTES) return inBase16(bytes.subarray(0, MOST_BYTES), ten) + inBase16(bytes.subarray(MOST_BYTES), ten);
  for (let at = 0; at < length; at++) {
    scratch[2 * at] = digit(bytes[at]! >> 4, ten);
    scratch[2 * at + 1] = digit(bytes[at]! & 15, ten);
  }
  return String.fromCharCode.apply(undefined, scratch.subarray(0, 2 * length) as unknown as number[]);
}

function digit(value: number, ten: number): number {
  return value < 10 ? 0x30 + value : ten - 10 + value;
}
