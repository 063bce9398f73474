import { decodeBytes, encodeText } from './byteText';
import type { ByteList, ByteText } from './byteText';
import { CHECKSUMS, JrmFormatError } from './jrm';
import { clearChecksum, fieldNamed, JrmPieces, MORE, wholeNumber } from './jrmPieces';
import type { JrmVisitor } from './jrmPieces';
import { JRM_ROOT, XmlReader } from './xmlReader';

/** The longest value that is kept whole, in bytes. */
const MAX_VALUE_LENGTH = 32 * 1024 * 1024;
const LESS = 0x3c;
const SLASH = 0x2f;
const GREATER = 0x3e;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;

const encode = (text: string): Uint8Array => encodeText(text).bytes;
const CDATA = encode('<![CDATA[');
const CDATA_END = encode(']]>');
/** Markup other than elements: how it begins and ends. */
const markups: readonly (readonly [start: Uint8Array, end: Uint8Array])[] = [
  [encode('<?'), encode('?>')],
  [encode('<!--'), encode('-->')],
  [CDATA, CDATA_END],
  [encode('<!'), encode('>')],
];
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

type State = 'root' | 'field' | 'checksum' | 'end';

/**
 * Reads the XML form of a JRM for visitors that want checksums as bytes, about ten times as fast as a parser. Input is
 * checked only as far as reading requires.
 */
export class XmlScanner extends JrmPieces<State> {
  constructor(visitor: JrmVisitor) {
    super(visitor, 'root', MAX_VALUE_LENGTH);
  }

  /**
   * Reads the next element, or the start or end tag of one with children; returns false where more of the text is
   * needed.
   */
  protected step(): boolean {
    const { bytes, length: end } = this;
    this.at = find(bytes, this.at, end, LESS);
    const { at } = this;
    if (at + 1 >= end) return false;
    const markup = endOfMarkup(bytes, at, end);
    if (markup === MORE) return this.needsMore();
    if (markup !== at) {
      this.at = markup;
      return true;
    }
    const tag = endOfTag(bytes, at, end);
    if (tag === MORE) return this.needsMore();
    return bytes[at + 1] === SLASH ? this.#close(tag) : this.#open(at, tag);
  }

  protected tooLong(): JrmFormatError {
    return this.#error(this.at);
  }

  protected tooShort(): JrmFormatError {
    return this.#error(this.length);
  }

  #error(at: number): JrmFormatError {
    return new JrmFormatError('', 0).atByte(this.base + at);
  }

  #close(tag: number): true {
    if (this.state === 'root' || this.state === 'end') throw this.#error(this.at);
    this.state = this.state === 'checksum' ? 'field' : 'end';
    this.at = tag;
    return true;
  }

  #open(at: number, tag: number): boolean {
    const { bytes, offset } = this;
    const isEmpty = bytes[tag - 2] === SLASH;
    switch (this.state) {
      case 'root':
        if (decodeBytes({ bytes, start: at + 1, end: endOfName(bytes, at + 1, tag) }) !== JRM_ROOT)
          throw this.#error(this.at);
        return this.#enter(tag, isEmpty ? 'end' : 'field');
      case 'field': {
        const name = decodeBytes({ bytes, start: at + 1, end: endOfName(bytes, at + 1, tag) });
        if (name !== CHECKSUMS) return this.#member(tag);
        this.visitor.list(offset);
        return this.#enter(tag, isEmpty ? 'field' : 'checksum');
      }
      case 'checksum':
        return this.#item();
      case 'end':
        throw this.#error(this.at);
    }
  }

  #enter(tag: number, state: State): true {
    this.at = tag;
    this.state = state;
    return true;
  }

  #member(tag: number): boolean {
    const { bytes, at, length: end, offset } = this;
    const close = bytes[tag - 2] === SLASH ? tag : endOfElement(bytes, tag, end);
    if (close === MORE) return this.needsMore();
    const reader = new XmlReader(
      {
        list: () => undefined,
        member: (name, value) => {
          this.visitor.member(name, value, { offset, length: close - at, line: 0 });
        },
      },
      () => {
        throw this.#error(at);
      },
    );
    reader.push(`<${JRM_ROOT}>${decodeBytes({ bytes, start: at, end: close })}</${JRM_ROOT}>`);
    reader.end();
    this.at = close;
    return true;
  }

  #item(): boolean {
    const { bytes, at, length: end, checksum } = this;
    clearChecksum(checksum);
    this.unescaped.clear();
    let next = endOfTag(bytes, at, end);
    if (bytes[next - 2] !== SLASH) next = this.#record(bytes, next, end);
    if (next === MORE) return this.needsMore();
    checksum.offset = this.offset;
    checksum.length = next - at;
    this.visitor.checksum!(checksum);
    this.at = next;
    return true;
  }

  /** Reads the children of a record; returns where it ends, after its closing tag. */
  #record(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; ;) {
      at = nextTag(bytes, at, end);
      if (at === MORE) return MORE;
      const tag = endOfTag(bytes, at, end);
      if (tag === MORE || bytes[at + 1] === SLASH) return tag;
      const close = bytes[tag - 2] === SLASH ? tag : endOfElement(bytes, tag, end);
      if (close === MORE) return MORE;
      this.#field(bytes, at, tag, close);
      at = close;
    }
  }

  #field(bytes: Uint8Array, at: number, tag: number, close: number): void {
    const name = fieldNamed(bytes, at + 1, endOfName(bytes, at + 1, tag));
    if (name === undefined || close === tag) return;
    let end = close - 1;
    while (bytes[end] !== LESS) end--;
    if (name === 'size') this.checksum.size = wholeNumber(bytes, tag, end);
    else this.#text(this.checksum[name], bytes, tag, end);
  }

  #text(text: ByteText, bytes: Uint8Array, start: number, end: number): void {
    const list = this.unescaped;
    const from = list.length;
    const isPlain = !unescapeXml(bytes, start, end, list);
    text.start = isPlain ? start : from;
    text.end = isPlain ? end : list.length;
    text.bytes = isPlain ? bytes : list.bytes;
  }
}

/** Where the next tag begins, after comments and similar markup. */
function nextTag(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; ;) {
    at = find(bytes, at, end, LESS);
    if (at + 1 >= end) return MORE;
    const markup = endOfMarkup(bytes, at, end);
    if (markup === MORE || markup === at) return markup;
    at = markup;
  }
}

/** Where the element ends whose opening tag ends at `from`. */
function endOfElement(bytes: Uint8Array, from: number, end: number): number {
  let depth = 1;
  for (let at = from; ;) {
    at = nextTag(bytes, at, end);
    if (at === MORE) return MORE;
    const tag = endOfTag(bytes, at, end);
    if (tag === MORE) return MORE;
    if (bytes[at + 1] === SLASH) depth--;
    else if (bytes[tag - 2] !== SLASH) depth++;
    if (depth === 0) return tag;
    at = tag;
  }
}

/** The next offset of `byte`; `end` where there is none. */
function find(bytes: Uint8Array, from: number, end: number, byte: number): number {
  let at = from;
  while (at < end && bytes[at] !== byte) at++;
  return at;
}

function startsWith(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let index = 0; index < part.length; index++) if (bytes[at + index] !== part[index]) return false;
  return true;
}

/** Where the comment, instruction or section at `at` ends; `at` itself where there is an element. */
function endOfMarkup(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] !== 0x3f && bytes[at + 1] !== 0x21) return at;
  // The longest of these beginnings must be there to tell which one it is.
  if (at + CDATA.length > end) return MORE;
  const [start, close] = markups.find(([beginning]) => startsWith(bytes, at, beginning))!;
  for (let next = at + start.length; next + close.length <= end; next++)
    if (startsWith(bytes, next, close)) return next + close.length;
  return MORE;
}

/** Where the tag at `at` ends, after its `>`; a `>` within an attribute's value does not count. */
function endOfTag(bytes: Uint8Array, from: number, end: number): number {
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

function endOfName(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte <= 0x20 || byte === SLASH || byte === GREATER) break;
  }
  return at;
}

/**
 * Appends the text of an element without children, in UTF-8. Returns false, without appending, where the bytes can be
 * used as they are.
 */
function unescapeXml(bytes: Uint8Array, start: number, end: number, into: ByteList): boolean {
  let plain = start;
  while (plain < end && bytes[plain] !== AMPERSAND && bytes[plain] !== LESS) plain++;
  if (plain === end) return false;
  for (let at = start; at < end;) {
    const byte = bytes[at]!;
    if (byte === LESS) {
      const close = endOfMarkup(bytes, at, end);
      if (startsWith(bytes, at, CDATA))
        for (let inner = at + CDATA.length; inner < close - CDATA_END.length; inner++) into.addByte(bytes[inner]!);
      // A JRM has no elements within a text; their tags are skipped.
      at = close === MORE ? end : close === at ? endOfTag(bytes, at, end) : close;
      if (at === MORE) return true;
    } else if (byte === AMPERSAND) {
      const close = find(bytes, at, end, SEMICOLON);
      into.addText(characterOf(String.fromCharCode(...bytes.subarray(at + 1, Math.min(close, at + 12)))));
      at = close + 1;
    } else {
      into.addByte(byte);
      at++;
    }
  }
  return true;
}

function characterOf(entity: string): string {
  const known = Object.hasOwn(entities, entity) ? entities[entity] : undefined;
  if (known !== undefined) return known;
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(entity) ?? [];
  const point = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  return point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)
    ? String.fromCodePoint(point)
    : '\ufffd';
}
