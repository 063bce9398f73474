import { template } from '../text/template';
import { decodeBytes } from './byteText';
import type { ByteText } from './byteText';
import { CHECKSUMS, JrmFormatError } from './jrm';
import type { JsonValue, MessagePart } from './jrm';
import { clearChecksum, fieldNamed, JrmPieces, MORE, wholeNumber } from './jrmPieces';
import type { FieldName, JrmVisitor } from './jrmPieces';
import { isJsonSpace, JsonCode } from './jsonSegments';

/** What is expected next in the object. */
type JsonState =
  'start' | 'key-or-end' | 'key' | 'colon' | 'value' | 'comma' | 'item-or-end' | 'item' | 'item-comma' | 'end';

/** What is expected in each state, for the message. */
const expected: Readonly<Record<JsonState, string>> = {
  start: '"{"',
  'key-or-end': template('a field name in quotes, or "}"'),
  key: template('a field name in quotes'),
  colon: '":"',
  value: template('a value'),
  comma: template('"," or "}"'),
  'item-or-end': template('a record, or "]"'),
  item: template('a record'),
  'item-comma': template('"," or "]"'),
  end: template('the end of the file'),
};

/** The longest value kept whole, in bytes, the deepest nesting, and the longest value that is not checked. */
const MAX_VALUE_LENGTH = 16 * 1024 * 1024;
const MAX_UNCHECKED_LENGTH = 32 * 1024 * 1024;
const MAX_DEPTH = 64;
const LETTER_U = 0x75;

/**
 * Reads the JSON form of a JRM: an object field by field, and its list of checksums item by item. Memory grows only
 * with the longest of these. If the visitor takes checksums as values, they are checked completely; if it takes bytes,
 * they are checked only as far as reading requires.
 */
export class JsonReader extends JrmPieces<JsonState> {
  /** True where checksums are wanted as values: then a value ends at the first invalid character. */
  readonly #isStrict: boolean;
  #name = '';
  readonly #names = new Set<string>();
  /** The number of lines before `#counted`, an offset in the file. */
  #line = 0;
  #counted = 0;
  /** Number of colons in the value looked at last. */
  #colons = 0;

  constructor(visitor: JrmVisitor) {
    super(visitor, 'start', visitor.item ? MAX_VALUE_LENGTH : MAX_UNCHECKED_LENGTH);
    this.#isStrict = visitor.item !== undefined;
  }

  /** Reads the next token or value; returns false where more of the text is needed. */
  protected step(): boolean {
    this.at = skipSpace(this.bytes, this.at, this.length);
    if (this.at === this.length) return false;
    const byte = this.bytes[this.at]!;
    switch (this.state) {
      case 'start':
        if (byte === 0xef && this.offset === 0) {
          if (this.length < 3) return false;
          if (this.bytes[1] !== 0xbb || this.bytes[2] !== 0xbf) this.#unexpected();
          this.at = 3;
          return true;
        }
        return this.#go(byte, JsonCode.OpenBrace, 'key-or-end');
      case 'key-or-end':
        return byte === JsonCode.CloseBrace ? this.#go(byte, byte, 'end') : this.#key(byte);
      case 'key':
        return this.#key(byte);
      case 'colon':
        return this.#go(byte, JsonCode.Colon, 'value');
      case 'value':
        if (this.#name !== CHECKSUMS || byte !== JsonCode.OpenBracket) return this.#member();
        this.visitor.list(this.offset);
        return this.#go(byte, byte, 'item-or-end');
      case 'comma':
        return byte === JsonCode.CloseBrace ? this.#go(byte, byte, 'end') : this.#go(byte, JsonCode.Comma, 'key');
      case 'item-or-end':
        return byte === JsonCode.CloseBracket ? this.#go(byte, byte, 'comma') : this.#item(byte);
      case 'item':
        return this.#item(byte);
      case 'item-comma':
        return byte === JsonCode.CloseBracket ? this.#go(byte, byte, 'comma') : this.#go(byte, JsonCode.Comma, 'item');
      case 'end':
        this.#unexpected();
    }
  }

  protected tooLong(): JrmFormatError {
    return this.#error(template('A value is longer than 16 MB.'), this.at);
  }

  protected tooShort(): JrmFormatError {
    return this.#error(template('The file ends where {0} is expected.'), this.length, this.#expected());
  }

  protected override discarding(): void {
    if (this.#isStrict) this.#lineAt(this.at);
  }

  #go(byte: number, wanted: number, state: JsonState): true {
    if (byte !== wanted) this.#unexpected();
    this.at++;
    this.state = state;
    return true;
  }

  #key(byte: number): boolean {
    if (byte !== JsonCode.Quote) this.#unexpected();
    return this.#value('colon', (name) => {
      this.#name = name as string;
      if (!this.#isStrict) return;
      if (this.#names.has(this.#name)) throw this.#error(template('"{0}" appears here twice.'), this.at, this.#name);
      this.#names.add(this.#name);
    });
  }

  #member(): boolean {
    return this.#value('comma', (value, length) => {
      this.visitor.member(this.#name, value, { offset: this.offset, length, line: this.#lineHere() });
    });
  }

  #item(byte: number): boolean {
    const { item, checksum } = this.visitor;
    if (item)
      return this.#value('item-comma', (value) => {
        item(value, this.#lineHere());
      });
    if (byte !== JsonCode.OpenBrace) this.#unexpected();
    const close = this.#record(this.bytes, this.at, this.length);
    if (close === MORE) return this.needsMore();
    this.checksum.offset = this.offset;
    this.checksum.length = close - this.at;
    checksum!(this.checksum);
    this.at = close;
    this.state = 'item-comma';
    return true;
  }

  #value(next: JsonState, visit: (value: JsonValue, length: number) => void): boolean {
    const end = this.#endOfValue(this.bytes, this.at, this.length);
    if (end === MORE) return this.needsMore();
    if (end === this.at) this.#unexpected();
    let value: JsonValue;
    try {
      value = JSON.parse(decodeBytes({ bytes: this.bytes, start: this.at, end })) as JsonValue;
    } catch {
      throw this.#error(template('This is not JSON: {0} is expected.'), this.at, this.#expected());
    }
    // If a record has the same field twice, `JSON.parse` keeps the last one, and a seal over its result would not cover
    // the other.
    if (this.#isStrict && this.#colons > 0 && membersOf(value) !== this.#colons)
      throw this.#error(template('A field appears twice in a record.'), this.at);
    visit(value, end - this.at);
    this.at = end;
    this.state = next;
    return true;
  }

  /** Reads the fields of a record that begins at `start`; returns where it ends. */
  #record(bytes: Uint8Array, start: number, end: number): number {
    this.unescaped.clear();
    clearChecksum(this.checksum);
    let at = skipSpace(bytes, start + 1, end);
    if (at < end && bytes[at] === JsonCode.CloseBrace) return at + 1;
    for (;;) {
      if (at >= end) return MORE;
      if (bytes[at] !== JsonCode.Quote) this.#unexpected(at);
      const nameStart = at + 1;
      at = endOfString(bytes, at, end);
      if (at === MORE) return MORE;
      const name = fieldNamed(bytes, nameStart, at - 1);
      at = skipSpace(bytes, at, end);
      if (at >= end) return MORE;
      if (bytes[at] !== JsonCode.Colon) this.#unexpected(at);
      at = skipSpace(bytes, at + 1, end);
      if (at >= end) return MORE;
      const valueStart = at;
      at = bytes[at] === JsonCode.Quote ? endOfString(bytes, at, end) : this.#endOfValue(bytes, at, end);
      if (at === MORE) return MORE;
      if (at === valueStart) this.#unexpected(at);
      if (name !== undefined) this.#field(name, bytes, valueStart, at);
      at = skipSpace(bytes, at, end);
      if (at >= end) return MORE;
      if (bytes[at] === JsonCode.CloseBrace) return at + 1;
      if (bytes[at] !== JsonCode.Comma) this.#unexpected(at);
      at = skipSpace(bytes, at + 1, end);
    }
  }

  #field(name: FieldName, bytes: Uint8Array, start: number, end: number): void {
    const isText = bytes[start] === JsonCode.Quote;
    if (name === 'size') {
      if (!isText) this.checksum.size = wholeNumber(bytes, start, end);
    } else if (isText) {
      this.#text(this.checksum[name], bytes, start + 1, end - 1);
    }
  }

  #text(text: ByteText, bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end && bytes[at] !== JsonCode.Backslash) at++;
    const from = this.unescaped.length;
    if (at < end) this.#unescape(bytes, start, end);
    // The list gets a new array when it grows; earlier texts keep the array they were put into.
    text.bytes = at < end ? this.unescaped.bytes : bytes;
    text.start = at < end ? from : start;
    text.end = at < end ? this.unescaped.length : end;
  }

  /** Appends the text between the quotes of a string, in UTF-8. */
  #unescape(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      let byte = bytes[at]!;
      if (byte === JsonCode.Backslash && at + 1 < end) {
        byte = bytes[++at]!;
        if (byte === LETTER_U) {
          const units = characterEscape.exec(decodeBytes({ bytes, start: at - 1, end: Math.min(end, at + 11) }))?.[0];
          this.unescaped.addText(units === undefined ? '\ufffd' : (JSON.parse(`"${units}"`) as string));
          at += units === undefined ? 4 : units.length - 2;
          continue;
        }
        byte = letters.get(byte) ?? byte;
      }
      this.unescaped.addByte(byte);
    }
  }

  /**
   * Where the value that begins at `from` ends; `from` itself where the character belongs to what contains the value.
   */
  #endOfValue(bytes: Uint8Array, from: number, end: number): number {
    const isStrict = this.#isStrict;
    this.#colons = 0;
    if (bytes[from] === JsonCode.Quote) return endOfString(bytes, from, end);
    let depth = 0;
    for (let at = from; at < end; at++) {
      switch (bytes[at]!) {
        case JsonCode.Quote:
          if (depth === 0 && isStrict) return at;
          at = endOfString(bytes, at, end) - 1;
          if (at === MORE - 1) return MORE;
          break;
        case JsonCode.OpenBrace:
        case JsonCode.OpenBracket:
          if (depth === 0 && at > from && isStrict) return at;
          if (++depth > MAX_DEPTH && isStrict) throw this.#error(template('The values are nested too deeply.'), at);
          break;
        case JsonCode.CloseBrace:
        case JsonCode.CloseBracket:
          if (depth === 0) return at;
          if (--depth === 0) return at + 1;
          break;
        case JsonCode.Colon:
          if (depth === 0 && isStrict) return at;
          this.#colons++;
          break;
        case JsonCode.Comma:
          if (depth === 0) return at;
          break;
        default:
          if (depth === 0 && isJsonSpace(bytes[at]!)) return at;
      }
    }
    return MORE;
  }

  #lineHere(): number {
    return this.#isStrict ? this.#lineAt(this.at) : 0;
  }

  /** The line of a place, which must not be before the one asked for last. */
  #lineAt(at: number): number {
    const from = this.#counted - this.base;
    for (let next = from; next < at; next++) if (this.bytes[next] === 0x0a) this.#line++;
    this.#counted = this.base + Math.max(from, at);
    return this.#line;
  }

  #unexpected(at = this.at): never {
    const [character] = decodeBytes({ bytes: this.bytes, start: at, end: Math.min(this.length, at + 4) });
    throw this.#error(template('{0} appears where {1} is expected.'), at, JSON.stringify(character), this.#expected());
  }

  #expected(): MessagePart {
    const what = expected[this.state];
    return (translate) => translate(what);
  }

  #error(message: string, at: number, ...parts: readonly MessagePart[]): JrmFormatError {
    return new JrmFormatError(message, this.#isStrict ? this.#lineAt(at) : 0, ...parts).atByte(this.base + at);
  }
}

/** The escape of a character by its number, or by the two halves of a surrogate pair. */
const characterEscape = /^\\u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|[0-9a-fA-F]{4})/;

/** The bytes for letters after a backslash; any other byte means itself. */
const letters = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isJsonSpace(bytes[at]!)) at++;
  return at;
}

/** Where the string that begins at `from` ends, after its closing quote. */
function endOfString(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === JsonCode.Quote) return at + 1;
    if (byte === JsonCode.Backslash) at++;
  }
  return MORE;
}

function membersOf(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0;
  const values = Object.values(value as Record<string, JsonValue>);
  return values.reduce((sum: number, member) => sum + membersOf(member), Array.isArray(value) ? 0 : values.length);
}
