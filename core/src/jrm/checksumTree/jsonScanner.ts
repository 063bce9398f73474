import { CHECKSUMS, type JsonValue } from '../jrm';
import { isJsonSpace, JsonCode } from '../jsonGrammar';
import type { JsonState } from '../jsonGrammar';
import type { ByteText } from './byteText';
import { decodeBytes } from './byteText';
import { fieldNamed, wholeNumber, type FieldName } from './checksumFields';
import { unescapeJson } from './jsonEscapes';
import { MORE, PieceScanner } from './pieceScanner';
import { clearChecksum, JrmScanError, type JrmScanVisitor } from './scannedChecksum';

/** Reads the JSON form of a JRM. */
export class JsonScanner extends PieceScanner<JsonState> {
  #name = '';

  constructor(visitor: JrmScanVisitor) {
    super(visitor, 'start');
  }

  /** Reads the next token or value; returns false where more of the text is needed. */
  protected step(): boolean {
    const window = this.window;
    const { bytes, end } = window;
    window.at = skipSpace(bytes, window.at, end);
    if (window.at === end) return false;
    const byte = bytes[window.at]!;
    switch (this.state) {
      case 'start':
        if (byte === 0xef && window.offset === 0) {
          if (end < 3) return false;
          window.at = 3;
          return true;
        }
        return this.#go(byte === JsonCode.OpenBrace, 'key-or-end');
      case 'key-or-end':
        return byte === JsonCode.CloseBrace ? this.#go(true, 'end') : this.#key(byte);
      case 'key':
        return this.#key(byte);
      case 'colon':
        return this.#go(byte === JsonCode.Colon, 'value');
      case 'value':
        if (this.#name === CHECKSUMS && byte === JsonCode.OpenBracket) {
          this.visitor.list(window.offset);
          return this.#go(true, 'item-or-end');
        }
        return this.#member();
      case 'comma':
        return byte === JsonCode.CloseBrace ? this.#go(true, 'end') : this.#go(byte === JsonCode.Comma, 'key');
      case 'item-or-end':
        return byte === JsonCode.CloseBracket ? this.#go(true, 'comma') : this.#item();
      case 'item':
        return this.#item();
      case 'item-comma':
        return byte === JsonCode.CloseBracket ? this.#go(true, 'comma') : this.#go(byte === JsonCode.Comma, 'item');
      case 'end':
        throw new JrmScanError(window.offset);
    }
  }

  #go(isExpected: boolean, state: JsonState): true {
    if (!isExpected) throw new JrmScanError(this.window.offset);
    this.window.at++;
    this.state = state;
    return true;
  }

  #key(byte: number): boolean {
    const { bytes, at, end, offset } = this.window;
    if (byte !== JsonCode.Quote) throw new JrmScanError(offset);
    const close = endOfString(bytes, at, end);
    if (close === MORE) return false;
    this.#name = parse(bytes, at, close, offset) as string;
    this.window.at = close;
    this.state = 'colon';
    return true;
  }

  #member(): boolean {
    const { bytes, at, end, offset } = this.window;
    const close = endOfValue(bytes, at, end);
    if (close === MORE) return false;
    this.visitor.member(this.#name, parse(bytes, at, close, offset), { offset, length: close - at });
    this.window.at = close;
    this.state = 'comma';
    return true;
  }

  #item(): boolean {
    const window = this.window;
    const { bytes, at, end } = window;
    const checksum = this.checksum;
    if (bytes[at] !== JsonCode.OpenBrace) throw new JrmScanError(window.offset);
    const close = this.#record(bytes, at, end);
    if (close === MORE) return false;
    checksum.offset = window.offset;
    checksum.length = close - at;
    this.visitor.checksum(checksum);
    window.at = close;
    this.state = 'item-comma';
    return true;
  }

  /** Reads a record that begins at `at`; where it ends. */
  #record(bytes: Uint8Array, start: number, end: number): number {
    const { base } = this.window;
    this.unescaped.clear();
    clearChecksum(this.checksum);
    let at = skipSpace(bytes, start + 1, end);
    if (at < end && bytes[at] === JsonCode.CloseBrace) return at + 1;
    for (;;) {
      if (at >= end) return MORE;
      if (bytes[at] !== JsonCode.Quote) throw new JrmScanError(base + at);
      const nameStart = at + 1;
      at = endOfString(bytes, at, end);
      if (at === MORE) return MORE;
      const name = fieldNamed(bytes, nameStart, at - 1);
      at = skipSpace(bytes, at, end);
      if (at >= end) return MORE;
      if (bytes[at] !== JsonCode.Colon) throw new JrmScanError(base + at);
      at = skipSpace(bytes, at + 1, end);
      if (at >= end) return MORE;
      const valueStart = at;
      at = endOfValue(bytes, at, end);
      if (at === MORE) return MORE;
      if (at === valueStart) throw new JrmScanError(base + at);
      if (name !== undefined) this.#field(name, bytes, valueStart, at);
      at = skipSpace(bytes, at, end);
      if (at >= end) return MORE;
      if (bytes[at] === JsonCode.CloseBrace) return at + 1;
      if (bytes[at] !== JsonCode.Comma) throw new JrmScanError(base + at);
      at = skipSpace(bytes, at + 1, end);
    }
  }

  #field(name: FieldName, bytes: Uint8Array, start: number, end: number): void {
    const checksum = this.checksum;
    const isText = bytes[start] === JsonCode.Quote;
    if (name === 'size') {
      if (!isText) checksum.size = wholeNumber(bytes, start, end);
    } else if (isText) {
      this.#text(checksum[name], bytes, start + 1, end - 1);
    }
  }

  #text(text: ByteText, bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      if (bytes[at] !== JsonCode.Backslash) continue;
      const list = this.unescaped;
      const from = list.length;
      unescapeJson(bytes, start, end, list);
      text.start = from;
      text.end = list.length;
      // It moves when it grows: texts that are in it already keep the array that they were put into.
      text.bytes = list.bytes;
      return;
    }
    text.bytes = bytes;
    text.start = start;
    text.end = end;
  }
}

function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isJsonSpace(bytes[at]!)) at++;
  return at;
}

/** Where the string that begins at `at` ends, behind its quote. */
function endOfString(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === JsonCode.Quote) return at + 1;
    if (byte === JsonCode.Backslash) at++;
  }
  return MORE;
}

/** Where the value that begins at `at` ends: what stands there belongs to what the value is in. */
function endOfValue(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === JsonCode.Quote) return endOfString(bytes, from, end);
  let depth = 0;
  for (let at = from; at < end; at++) {
    switch (bytes[at]!) {
      case JsonCode.Quote:
        at = endOfString(bytes, at, end) - 1;
        if (at === MORE - 1) return MORE;
        break;
      case JsonCode.OpenBrace:
      case JsonCode.OpenBracket:
        depth++;
        break;
      case JsonCode.CloseBrace:
      case JsonCode.CloseBracket:
        if (depth === 0) return at;
        if (--depth === 0) return at + 1;
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

function parse(bytes: Uint8Array, start: number, end: number, offset: number): JsonValue {
  try {
    return JSON.parse(decodeBytes({ bytes, start, end })) as JsonValue;
  } catch {
    throw new JrmScanError(offset);
  }
}
