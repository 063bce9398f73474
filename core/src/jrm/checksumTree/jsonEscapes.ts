import type { ByteList } from './byteList';

const BACKSLASH = 0x5c;
const U = 0x75;
/** What stands for a byte behind a backslash; any other byte stands for itself. */
const letters = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** Appends the text between the quotes of a JSON string, in UTF-8. */
export function unescapeJson(bytes: Uint8Array, start: number, end: number, into: ByteList): void {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== BACKSLASH || at + 1 === end) {
      into.addByte(byte);
      continue;
    }
    const escaped = bytes[++at]!;
    if (escaped !== U) {
      into.addByte(letters.get(escaped) ?? escaped);
      continue;
    }
    const unit = hexUnit(bytes, at + 1, end);
    at += 4;
    const isHigh = unit >= 0xd800 && unit < 0xdc00;
    const low = isHigh && bytes[at + 1] === BACKSLASH && bytes[at + 2] === U ? hexUnit(bytes, at + 3, end) : 0;
    if (low >= 0xdc00 && low < 0xe000) {
      at += 6;
      addCodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), into);
    } else {
      addCodePoint(unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit, into);
    }
  }
}

/** The four hexadecimal digits at `at`; U+FFFD where they are none. */
function hexUnit(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return 0xfffd;
  const text = String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
  return /^[0-9a-fA-F]{4}$/.test(text) ? Number.parseInt(text, 16) : 0xfffd;
}

/** Appends a code point in UTF-8. */
export function addCodePoint(point: number, into: ByteList): void {
  if (point < 0x80) {
    into.addByte(point);
  } else if (point < 0x800) {
    into.addByte(0xc0 | (point >> 6));
    into.addByte(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    into.addByte(0xe0 | (point >> 12));
    into.addByte(0x80 | ((point >> 6) & 0x3f));
    into.addByte(0x80 | (point & 0x3f));
  } else {
    into.addByte(0xf0 | (point >> 18));
    into.addByte(0x80 | ((point >> 12) & 0x3f));
    into.addByte(0x80 | ((point >> 6) & 0x3f));
    into.addByte(0x80 | (point & 0x3f));
  }
}
