import { template } from '../text/template';
import { JrmFormatError, type JsonValue, type MessagePart } from './jrm';
import { isJsonSpace, JsonCode } from './jsonGrammar';
import type { JsonState } from './jsonGrammar';

/** What is expected in a state, for the message. */
const expected: Readonly<Record<JsonState, string>> = {
  start: '"{"',
  'key-or-end': template('a field\'s name in quotes, or "}"'),
  key: template('a field\'s name in quotes'),
  colon: '":"',
  value: template('a value'),
  comma: template('"," or "}"'),
  'item-or-end': template('a record, or "]"'),
  item: template('a record'),
  'item-comma': template('"," or "]"'),
  end: template('nothing more'),
};

/** The longest value that is kept as a whole, in UTF-16 units, and the deepest nesting. */
const MAX_VALUE_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 64;

export interface JsonMemberVisitor {
  /** The list whose items are visited one by one begins. */
  list(): void;
  /** A field of the object. `line`: zero-based, of its value. */
  member(name: string, value: JsonValue, line: number): void;
  /** An item of the list that is not kept as a whole. */
  item(value: JsonValue, line: number): void;
}

/**
 * Reads a JSON object that comes in pieces, field by field, and the list that one of its fields is, item by item: memory grows with
 * the longest of them only. Errors are thrown as JrmFormatError.
 */
export class JsonMembers {
  readonly #list: string;
  readonly #visitor: JsonMemberVisitor;
  #state: JsonState = 'start';
  #text = '';
  /** What has been read of the text. */
  #at = 0;
  /** Lines before `#counted`, which is a place in the text. */
  #line = 0;
  #counted = 0;
  #name = '';
  readonly #names = new Set<string>();
  /** Of a value whose end has not come yet: how far it was looked at, and what is open there. */
  #scanned = 0;
  #depth = 0;
  #inString = false;
  #colons = 0;

  /** @param list the name of the field whose items are visited one by one */
  constructor(list: string, visitor: JsonMemberVisitor) {
    this.#list = list;
    this.#visitor = visitor;
  }

  push(piece: string): void {
    this.#discard();
    this.#text += piece;
    while (this.#step());
    if (this.#text.length - this.#at > MAX_VALUE_LENGTH) throw this.#error(template('A value is longer than 16 MB.'), this.#at);
  }

  end(): void {
    if (this.#state === 'end') return;
    throw this.#error(template('The file ends where {0} is expected.'), this.#text.length, this.#expected());
  }

  /** Forgets what has been read. */
  #discard(): void {
    this.#lineAt(this.#at);
    this.#counted = 0;
    this.#text = this.#text.slice(this.#at);
    this.#scanned -= this.#at;
    this.#at = 0;
  }

  /** Reads the next token, or the next value; returns false where more of the text is needed. */
  #step(): boolean {
    const text = this.#text;
    while (this.#at < text.length && isJsonSpace(text.charCodeAt(this.#at))) this.#at++;
    if (this.#at === text.length) return false;
    const code = text.charCodeAt(this.#at);
    switch (this.#state) {
      case 'start':
        if (code === 0xfeff && this.#line === 0 && this.#at === 0) return this.#go('start');
        return code === JsonCode.OpenBrace ? this.#go('key-or-end') : this.#unexpected();
      case 'key-or-end':
        if (code === JsonCode.CloseBrace) return this.#go('end');
        return this.#readKey(code);
      case 'key':
        return this.#readKey(code);
      case 'colon':
        return code === JsonCode.Colon ? this.#go('value') : this.#unexpected();
      case 'value':
        if (this.#name === this.#list && code === JsonCode.OpenBracket) {
          this.#visitor.list();
          return this.#go('item-or-end');
        }
        return this.#readValue('comma', (value, line) => {
          this.#visitor.member(this.#name, value, line);
        });
      case 'comma':
        if (code === JsonCode.CloseBrace) return this.#go('end');
        return code === JsonCode.Comma ? this.#go('key') : this.#unexpected();
      case 'item-or-end':
        if (code === JsonCode.CloseBracket) return this.#go('comma');
        return this.#readItem();
      case 'item':
        return this.#readItem();
      case 'item-comma':
        if (code === JsonCode.CloseBracket) return this.#go('comma');
        return code === JsonCode.Comma ? this.#go('item') : this.#unexpected();
      case 'end':
        return this.#unexpected();
    }
  }

  #go(state: JsonState): true {
    this.#at++;
    this.#state = state;
    return true;
  }

  #readKey(code: number): boolean {
    if (code !== JsonCode.Quote) return this.#unexpected();
    return this.#readValue('colon', (name) => {
      this.#name = name as string;
      if (this.#names.has(this.#name)) throw this.#error(template('"{0}" stands here twice.'), this.#at, this.#name);
      this.#names.add(this.#name);
    });
  }

  #readItem(): boolean {
    return this.#readValue('item-comma', (value, line) => {
      this.#visitor.item(value, line);
    });
  }

  #readValue(next: JsonState, visit: (value: JsonValue, line: number) => void): boolean {
    const end = this.#endOfValue();
    if (end === undefined) return false;
    if (end === this.#at) return this.#unexpected();
    const raw = this.#text.slice(this.#at, end);
    let value: JsonValue;
    try {
      value = JSON.parse(raw) as JsonValue;
    } catch {
      throw this.#error(template('This is no JSON; {0} is expected.'), this.#at, this.#expected());
    }
    // A parser keeps the last of several members of one name, and a seal over what it gives would not see the others.
    if (this.#colons > 0 && membersOf(value) !== this.#colons) throw this.#error(template('A field stands twice in a record.'), this.#at);
    visit(value, this.#lineAt(this.#at));
    this.#at = end;
    this.#scanned = 0;
    this.#depth = 0;
    this.#colons = 0;
    this.#state = next;
    return true;
  }

  /** Where the value that begins at `#at` ends; undefined where that has not come yet. */
  #endOfValue(): number | undefined {
    const text = this.#text;
    let at = Math.max(this.#scanned, this.#at);
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (code === JsonCode.Backslash) {
          if (at + 1 === text.length) break;
          at++;
        } else if (code === JsonCode.Quote) {
          this.#inString = false;
          if (this.#depth === 0) return at + 1;
        }
      } else if (code === JsonCode.Quote) {
        if (this.#depth === 0 && at > this.#at) return at;
        this.#inString = true;
      } else if (code === JsonCode.OpenBrace || code === JsonCode.OpenBracket) {
        if (this.#depth === 0 && at > this.#at) return at;
        if (++this.#depth > MAX_DEPTH) throw this.#error(template('The values are nested too deep.'), at);
      } else if (code === JsonCode.CloseBrace || code === JsonCode.CloseBracket) {
        // At depth 0 it closes what the value stands in.
        if (this.#depth === 0) return at;
        if (--this.#depth === 0) return at + 1;
      } else if (code === JsonCode.Colon) {
        if (this.#depth === 0) return at;
        this.#colons++;
      } else if (this.#depth === 0 && (code === JsonCode.Comma || isJsonSpace(code))) {
        return at;
      }
    }
    this.#scanned = at;
    return undefined;
  }

  /** The line of a place that is not before the one that was asked for last. */
  #lineAt(at: number): number {
    const text = this.#text;
    for (; this.#counted < at; this.#counted++) {
      if (text.charCodeAt(this.#counted) === 0x0a) this.#line++;
    }
    return this.#line;
  }

  #unexpected(): never {
    throw this.#error(template('{0} stands where {1} is expected.'), this.#at, JSON.stringify(String.fromCodePoint(this.#text.codePointAt(this.#at)!)), this.#expected());
  }

  #expected(): MessagePart {
    const what = expected[this.#state];
    return (translate) => translate(what);
  }

  #error(message: string, at: number, ...parts: readonly MessagePart[]): JrmFormatError {
    return new JrmFormatError(message, this.#lineAt(at), ...parts);
  }
}

function membersOf(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0;
  const values = Object.values(value as Record<string, JsonValue>);
  return values.reduce((sum: number, member) => sum + membersOf(member), Array.isArray(value) ? 0 : values.length);
}
