const lower = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const upper = lower.map((digits) => digits.toUpperCase());

/** Base16 with lower-case letters, as SHA-256 sums are written. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += lower[byte]!;
  return text;
}

/** Base16 with upper-case letters, as the drive manifest and the drive info write MD5 sums. */
export function toUpperHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += upper[byte]!;
  return text;
}
