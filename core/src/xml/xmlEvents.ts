import { SaxesParser } from 'saxes';
import type { Position, Range } from '../text/position';

/** What a document consists of, in order. Positions are zero-based, in UTF-16 units. */
export interface XmlVisitor {
  /** An element begins; `range` is its name. Inside of the call, `XmlEvents.attributeRange` has the places of its attributes. */
  open(name: string, attributes: Readonly<Record<string, string>>, range: Range): void;
  /**
   * It ends; `text` is its own text without the elements in it and the white space before them, `content` the range between its tags. Inside
   * of the call, `XmlEvents.tagNames` has the places of its name.
   */
  close(name: string, text: string, content: Range): void;
  /** The first thing that is no XML, or beyond the limits; nothing comes after it. */
  syntax(message: string, range: Range): void;
}

const CHUNK_LENGTH = 1 << 16;
/** No text and no tag is longer than that, in UTF-16 units; no element lies deeper. */
const MAX_TOKEN_LENGTH = 4 * 1024 * 1024;
const MAX_DEPTH = 64;
/** A closing tag is looked for in so much of what has been read last. */
const MAX_CLOSING_TAG = 256;

class OpenElement {
  texts: string[] = [];
  textLength = 0;

  constructor(
    readonly name: Range,
    readonly contentStart: Position,
  ) {}

  /** Between elements white space means nothing, and a list of millions has much of it. */
  dropSpace(): void {
    if (this.texts.some((text) => text.trim() !== '')) return;
    this.texts = [];
    this.textLength = 0;
  }
}

/** What a text consists of: one element with all others in it, or elements one behind the other, with or without a declaration before them. */
export type XmlForm = 'document' | 'sequence';

/** What the parser says of a declaration in a sequence, where it never expects one. */
const declaration = 'an XML declaration must be at the start of the document';

/**
 * Reads XML that comes in pieces, in memory that does not grow with it. Entities other than XML's own five are an error and never
 * expanded.
 */
export class XmlEvents {
  readonly #visitor: XmlVisitor;
  readonly #form: XmlForm;
  readonly #parser: SaxesParser<{ position: true; xmlns: false; fragment: boolean }>;
  readonly #open: OpenElement[] = [];
  /** Where the name of the tag that was opened last begins. */
  #nameStart: Position = { line: 0, character: 0 };
  /** Of the tag that was opened last: its attributes, and of each the length of its value, the line and the column behind its closing quote. */
  readonly #attributes: string[] = [];
  readonly #attributePlaces: number[] = [];
  /** The element that was closed last. */
  #closed: { readonly element: OpenElement; readonly isSelfClosing: boolean } | undefined;
  #failed = false;
  #hasElement = false;
  #lastEvent = 0;
  /** Units that the parser has been given, the last of them in one chunk, and where the line begins that the chunk begins in. */
  #written = 0;
  #chunk = '';
  #chunkLineStart = 0;
  /** The last units of what came before it. */
  #before = '';
  /** Half of a character whose other half has not come yet. */
  #half = '';

  constructor(visitor: XmlVisitor, form: XmlForm = 'document') {
    this.#visitor = visitor;
    this.#form = form;
    this.#parser = new SaxesParser({ position: true, xmlns: false, fragment: form === 'sequence' });
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      // The parser puts the place in front of its message.
      const said = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
      if (form === 'document' || said !== declaration) this.#fail(said);
    });
    parser.on('opentagstart', ({ name }) => {
      this.#hasElement = true;
      const { line, character } = this.#here();
      this.#nameStart =
        character === 0
          ? this.#beforeLineBreak(name.length)
          : { line, character: Math.max(0, character - 1 - name.length) };
      this.#attributes.length = 0;
      this.#attributePlaces.length = 0;
      this.#lastEvent = parser.position;
    });
    parser.on('attribute', ({ name, value }) => {
      this.#attributes.push(name);
      this.#attributePlaces.push(value.length, parser.line - 1, parser.columnIndex);
    });
    parser.on('opentag', ({ name, attributes }) => {
      if (this.#failed) return;
      this.#open.at(-1)?.dropSpace();
      this.#open.push(new OpenElement(this.#nameRange(name), this.#here()));
      if (this.#open.length > MAX_DEPTH) this.#fail('the elements are nested too deep');
      else visitor.open(name, attributes, this.#nameRange(name));
      this.#lastEvent = parser.position;
    });
    const onText = (text: string): void => {
      this.#lastEvent = parser.position;
      const element = this.#open.at(-1);
      if (!element) {
        if (form === 'sequence' && /[^\s\ufeff]/.test(text)) this.#fail('text data outside of root node');
        return;
      }
      element.texts.push(text);
      element.textLength += text.length;
      if (element.textLength > MAX_TOKEN_LENGTH) this.#fail('the text of an element is too long');
    };
    parser.on('text', onText);
    parser.on('cdata', onText);
    parser.on('comment', () => {
      this.#lastEvent = parser.position;
    });
    parser.on('closetag', ({ name, isSelfClosing }) => {
      this.#lastEvent = parser.position;
      const element = this.#open.pop();
      if (this.#failed || !element) return;
      this.#closed = { element, isSelfClosing };
      visitor.close(name, element.texts.join(''), {
        start: element.contentStart,
        end: isSelfClosing ? element.contentStart : this.#closingTag(name, element.contentStart),
      });
    });
  }

  /** The value of an attribute of the element that `open` is told of, without its quotes; one with entities in it may begin earlier than that. */
  attributeRange(name: string): Range | undefined {
    const index = this.#attributes.indexOf(name);
    if (index < 0) return undefined;
    const [length = 0, line = 0, column = 0] = this.#attributePlaces.slice(3 * index);
    const end = Math.max(0, column - 1);
    return { start: { line, character: Math.max(0, end - length) }, end: { line, character: end } };
  }

  /** Where the name of the element stands that `close` is told of: in both of its tags, or the one; undefined where that cannot be told. */
  tagNames(name: string): readonly Range[] | undefined {
    if (!this.#closed) return undefined;
    const { element, isSelfClosing } = this.#closed;
    if (isSelfClosing) return [element.name];
    const start = this.#closingTagStart(name);
    if (!start) return undefined;
    const { line, character } = start;
    const from = character + '</'.length;
    return [element.name, { start: { line, character: from }, end: { line, character: from + name.length } }];
  }

  /** Where the closing tag begins that the parser has just read; the beginning of what it closes, where that is too far away. */
  #closingTag(name: string, contentStart: Position): Position {
    const end = this.#parser.position - (this.#written - this.#chunk.length);
    const length = name.length + '</>'.length;
    // As nearly all are written.
    if (!this.#chunk.startsWith(`</${name}`, end - length)) return this.#closingTagStart(name) ?? contentStart;
    const { line, character } = this.#here();
    return { line, character: Math.max(0, character - length) };
  }

  /** The same of any closing tag, there may be white space in it; undefined where it is longer than is looked at. */
  #closingTagStart(name: string): Position | undefined {
    const end = this.#parser.position - (this.#written - this.#chunk.length);
    const recent = this.#chunk.slice(Math.max(0, end - MAX_CLOSING_TAG), Math.max(0, end));
    const read = recent.length < MAX_CLOSING_TAG ? (this.#before + recent).slice(-MAX_CLOSING_TAG) : recent;
    const at = read.lastIndexOf('</');
    const tag = read.slice(at);
    if (at < 0 || !tag.startsWith(`</${name}`)) return undefined;
    const { line, character } = this.#here();
    const breaks = tag.match(/\r\n|\r|\n/g)?.length ?? 0;
    if (breaks === 0) return { line, character: Math.max(0, character - tag.length) };
    const lineStart = Math.max(read.lastIndexOf('\n', at), read.lastIndexOf('\r', at)) + 1;
    // Without a line break before it, the line may begin before what is looked at.
    return lineStart > 0 || read.length === this.#written - this.#chunk.length + end
      ? { line: line - breaks, character: at - lineStart }
      : undefined;
  }

  #nameRange(name: string): Range {
    const { line, character } = this.#nameStart;
    return { start: { line, character }, end: { line, character: character + name.length } };
  }

  #here(): Position {
    const { line, columnIndex, position } = this.#parser;
    // The parser keeps a carriage return back until it sees what follows. At the end of what it has read it has counted one unit too many.
    const read = this.#chunk.endsWith('\r') ? this.#written - 1 : this.#written;
    return { line: line - 1, character: Math.max(0, columnIndex - Math.max(0, position - read)) };
  }

  /** Where a name of some length begins that ends at the line break which the parser has just passed. */
  #beforeLineBreak(length: number): Position {
    const chunk = this.#chunk;
    const chunkStart = this.#written - chunk.length;
    const { line, position } = this.#parser;
    let end = position - chunkStart - 1;
    if (chunk[end] === '\n' && (chunk[end - 1] ?? this.#before.at(-1)) === '\r') end--;
    const lineBreak = end <= 0 ? -1 : Math.max(chunk.lastIndexOf('\n', end - 1), chunk.lastIndexOf('\r', end - 1));
    // The parser keeps a carriage return back until it sees what follows: it may have been the line break before this one.
    const startsLine = end > 0 && this.#before.endsWith('\r');
    const lineStart = lineBreak >= 0 || startsLine ? chunkStart + lineBreak + 1 : this.#chunkLineStart;
    return { line: Math.max(0, line - 2), character: Math.max(0, chunkStart + end - length - lineStart) };
  }

  #fail(message: string): void {
    if (this.#failed) return;
    this.#failed = true;
    const end = this.#here();
    this.#visitor.syntax(message, { start: { line: end.line, character: Math.max(0, end.character - 1) }, end });
  }

  /** True from the first mistake on: what comes is not read any more. */
  get failed(): boolean {
    return this.#failed;
  }

  push(piece: string): void {
    let text = this.#half + piece;
    this.#half = '';
    const last = text.charCodeAt(text.length - 1);
    if (last >= 0xd800 && last < 0xdc00) {
      this.#half = text.slice(-1);
      text = text.slice(0, -1);
    }
    // The parser throws at a surrogate without its other half.
    const wellFormed = text.replace(/\p{Cs}/gu, '\ufffd');
    for (let start = 0; start < wellFormed.length && !this.#failed; start += CHUNK_LENGTH) {
      const chunk = wellFormed.slice(start, start + CHUNK_LENGTH);
      this.#before =
        this.#chunk.length >= MAX_CLOSING_TAG
          ? this.#chunk.slice(-MAX_CLOSING_TAG)
          : (this.#before + this.#chunk).slice(-MAX_CLOSING_TAG);
      this.#chunkLineStart = this.#parser.position - this.#parser.columnIndex;
      this.#chunk = chunk;
      this.#written += chunk.length;
      this.#parser.write(chunk);
      if (this.#parser.position - this.#lastEvent > MAX_TOKEN_LENGTH) this.#fail('a tag or a text is too long');
    }
  }

  end(): void {
    if (this.#half !== '' && !this.#failed) {
      this.#written++;
      this.#parser.write('\ufffd');
    }
    // The parser takes nothing at all for a sequence.
    if (this.#form === 'sequence' && !this.#hasElement) this.#fail('document must contain a root element');
    if (!this.#failed) this.#parser.close();
  }
}
