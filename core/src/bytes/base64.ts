const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digits = Array.from(alphabet);
const values = new Int8Array(128).fill(-1);
for (let index = 0; index < alphabet.length; index++) values[alphabet.charCodeAt(index)] = index;

/** The number of characters that `length` bytes take without padding. */
export function base64Length(length: number): number {
  return Math.ceil((length * 4) / 3);
}

/** Base64 (RFC 4648, section 4) without the padding at its end. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  for (; at + 3 <= bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text += digits[group >> 18]! + digits[(group >> 12) & 63]! + digits[(group >> 6) & 63]! + digits[group & 63]!;
  }
  const left = bytes.length - at;
  if (left === 1) {
    const group = bytes[at]! << 4;
    text += digits[group >> 6]! + digits[group & 63]!;
  } else if (left === 2) {
    const group = ((bytes[at]! << 8) | bytes[at + 1]!) << 2;
    text += digits[group >> 12]! + digits[(group >> 6) & 63]! + digits[group & 63]!;
  }
  return text;
}

/**
 * Decodes the unpadded base64 of exactly `into.length` bytes that begins at `start` in `text`.
 *
 * @returns false where there is anything else, or bits are set that no byte has; `into` is then undefined
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
