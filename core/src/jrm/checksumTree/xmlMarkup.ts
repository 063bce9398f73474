import type { ByteList } from './byteList';
import { addCodePoint } from './jsonEscapes';
import { MORE } from './pieceScanner';

export const LESS = 0x3c;
export const SLASH = 0x2f;
const GREATER = 0x3e;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const CDATA = encode('<![CDATA[');
const CDATA_END = encode(']]>');
/** What is no element, by its beginning, and how it ends. */
const markups: readonly (readonly [start: Uint8Array, end: Uint8Array])[] = [
  [encode('<?'), encode('?>')],
  [encode('<!--'), encode('-->')],
  [CDATA, CDATA_END],
  [encode('<!'), encode('>')],
];
const entities: Readonly<Record<string, number>> = { lt: LESS, gt: GREATER, amp: AMPERSAND, quot: 0x22, apos: 0x27 };

/** Where `byte` comes next; `end` where it does not. */
export function find(bytes: Uint8Array, from: number, end: number, byte: number): number {
  let at = from;
  while (at < end && bytes[at] !== byte) at++;
  return at;
}

function startsWith(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let index = 0; index < part.length; index++) if (bytes[at + index] !== part[index]) return false;
  return true;
}

/** Where the comment, instruction or section that begins at `at` ends; `at` where an element begins there. */
export function endOfMarkup(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] !== 0x3f && bytes[at + 1] !== 0x21) return at;
  // The longest beginning is needed to tell which it is.
  if (at + CDATA.length > end) return MORE;
  const [start, close] = markups.find(([beginning]) => startsWith(bytes, at, beginning))!;
  for (let next = at + start.length; next + close.length <= end; next++) if (startsWith(bytes, next, close)) return next + close.length;
  return MORE;
}

/** Where the tag that begins at `at` ends, behind its `>`; one in an attribute's value is none. */
export function endOfTag(bytes: Uint8Array, from: number, end: number): number {
  let quote = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === GREATER) return at + 1;
    else if (byte === 0x22 || byte === 0x27) quote = byte;
  }
  return MORE;
}

export function endOfName(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte <= 0x20 || byte === SLASH || byte === GREATER) break;
  }
  return at;
}

/** Appends the text of an element without children, in UTF-8; appends nothing and returns false where it stands there as it is. */
export function unescapeXml(bytes: Uint8Array, start: number, end: number, into: ByteList): boolean {
  let plain = start;
  while (plain < end && bytes[plain] !== AMPERSAND && bytes[plain] !== LESS) plain++;
  if (plain === end) return false;
  for (let at = start; at < end; ) {
    const byte = bytes[at]!;
    if (byte === LESS) {
      const close = endOfMarkup(bytes, at, end);
      if (startsWith(bytes, at, CDATA)) for (let inner = at + CDATA.length; inner < close - CDATA_END.length; inner++) into.addByte(bytes[inner]!);
      // An element in a text is none of a JRM: what it holds is passed over.
      at = close === MORE ? end : close === at ? endOfTag(bytes, at, end) : close;
      if (at === MORE) return true;
    } else if (byte === AMPERSAND) {
      const close = find(bytes, at, end, SEMICOLON);
      addCodePoint(codePointOf(String.fromCharCode(...bytes.subarray(at + 1, Math.min(close, at + 12)))), into);
      at = close + 1;
    } else {
      into.addByte(byte);
      at++;
    }
  }
  return true;
}

function codePointOf(entity: string): number {
  const known = Object.hasOwn(entities, entity) ? entities[entity] : undefined;
  if (known !== undefined) return known;
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(entity) ?? [];
  const point = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  return point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000) ? point : 0xfffd;
}
