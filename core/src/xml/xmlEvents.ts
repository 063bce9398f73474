import { SaxesParser } from 'saxes';
import type { Position, Range } from '../text/position';

/** Receives the parts of a document, in order. Positions are zero-based, in UTF-16 units. */
export interface XmlVisitor {
  /**
   * An element begins; `range` is that of its name. During the call, `XmlEvents.attributeRange` returns the places of
   * its attributes.
   */
  open(name: string, attributes: Readonly<Record<string, string>>, range: Range): void;
  /**
   * An element ends; `text` is its own text, without child elements and the white space before them, and `content` the
   * range between its tags. During the call, `XmlEvents.tagNames` returns the places of its name.
   */
  close(name: string, text: string, content: Range): void;
  /** The first error in the XML, or text beyond the limits; nothing follows it. */
  syntax(message: string, range: Range): void;
}

const CHUNK_LENGTH = 1 << 16;
/** The greatest length of a text or tag, in UTF-16 units, and the deepest nesting. */
const MAX_TOKEN_LENGTH = 4 * 1024 * 1024;
const MAX_DEPTH = 64;
/** How far back a closing tag is searched for in what has been read. */
const MAX_CLOSING_TAG = 256;

class OpenElement {
  texts: string[] = [];
  textLength = 0;

  constructor(
    readonly name: Range,
    readonly contentStart: Position,
  ) {}

  /** White space between elements means nothing, and a list of millions of elements has much of it. */
  dropSpace(): void {
    if (this.texts.some((text) => text.trim() !== '')) return;
    this.texts = [];
    this.textLength = 0;
  }
}

/**
 * The structure of a text: one element that contains all others, or a sequence of elements; either may begin with a
 * declaration.
 */
export type XmlForm = 'document' | 'sequence';

/** The parser's message for a declaration in a sequence, where it does not expect one. */
const declaration = 'an XML declaration must be at the start of the document';

/**
 * Reads XML piece by piece, in memory that does not grow with it. Entities other than XML's five predefined ones are an
 * error and never expanded.
 */
export class XmlEvents {
  readonly #visitor: XmlVisitor;
  readonly #form: XmlForm;
  readonly #parser: SaxesParser<{ position: true; xmlns: false; fragment: boolean }>;
  readonly #open: OpenElement[] = [];
  /** Where the name of the tag opened last begins. */
  #nameStart: Position = { line: 0, character: 0 };
  /**
   * The attributes of the tag opened last: for each, the length of its value, and the line and column after its closing
   * quote.
   */
  readonly #attributes: string[] = [];
  readonly #attributePlaces: number[] = [];
  /** The element closed last. */
  #closed: { readonly element: OpenElement; readonly isSelfClosing: boolean } | undefined;
  #failed = false;
  #hasElement = false;
  #lastEvent = 0;
  /**
   * The number of units passed to the parser, the last chunk of them, and where the line begins in which that chunk
   * begins.
   */
  #written = 0;
  #chunk = '';
  #chunkLineStart = 0;
  /** The last units before that chunk. */
  #before = '';
  /** A half surrogate pair, until the other half arrives. */
  #half = '';

  constructor(visitor: XmlVisitor, form: XmlForm = 'document') {
    this.#visitor = visitor;
    this.#form = form;
    this.#parser = new SaxesParser({ position: true, xmlns: false, fragment: form === 'sequence' });
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      // The parser puts the position before its message.
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
      if (this.#open.length > MAX_DEPTH) this.#fail('the elements are nested too deeply');
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

  /**
   * The value of an attribute, without quotes, of the element passed to `open`. If the value has entities, the actual
   * beginning may be earlier.
   */
  attributeRange(name: string): Range | undefined {
    const index = this.#attributes.indexOf(name);
    if (index < 0) return undefined;
    const [length = 0, line = 0, column = 0] = this.#attributePlaces.slice(3 * index);
    const end = Math.max(0, column - 1);
    return { start: { line, character: Math.max(0, end - length) }, end: { line, character: end } };
  }

  /**
   * The places of the name of the element passed to `close`: in both tags, or in the only one; undefined where they are
   * unknown.
   */
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

  /** Where the closing tag just read begins; the beginning of the element's content where it is too far away. */
  #closingTag(name: string, contentStart: Position): Position {
    const end = this.#parser.position - (this.#written - this.#chunk.length);
    const length = name.length + '</>'.length;
    // Nearly all closing tags are written this way.
    if (!this.#chunk.startsWith(`</${name}`, end - length)) return this.#closingTagStart(name) ?? contentStart;
    const { line, character } = this.#here();
    return { line, character: Math.max(0, character - length) };
  }

  /** The same for any closing tag, which may contain white space; undefined where it is too long. */
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
    // Without a line break in it, the line may begin before this text.
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
    // The parser holds a carriage return back until it sees what follows. At the end of what it has read, it has
    // counted one unit too many.
    const read = this.#chunk.endsWith('\r') ? this.#written - 1 : this.#written;
    return { line: line - 1, character: Math.max(0, columnIndex - Math.max(0, position - read)) };
  }

  /** Where a name of a certain length begins that ends at the line break just passed by the parser. */
  #beforeLineBreak(length: number): Position {
    const chunk = this.#chunk;
    const chunkStart = this.#written - chunk.length;
    const { line, position } = this.#parser;
    let end = position - chunkStart - 1;
    if (chunk[end] === '\n' && (chunk[end - 1] ?? this.#before.at(-1)) === '\r') end--;
    const lineBreak = end <= 0 ? -1 : Math.max(chunk.lastIndexOf('\n', end - 1), chunk.lastIndexOf('\r', end - 1));
    // The parser holds a carriage return back until it sees what follows, so it may have been the line break before
    // this one.
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

  /** True after the first error: nothing more is read. */
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
    // The parser throws at unpaired surrogates.
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
      if (this.#parser.position - this.#lastEvent > MAX_TOKEN_LENGTH)
        this.#fail('a tag or a piece of text is too long');
    }
  }

  end(): void {
    if (this.#half !== '' && !this.#failed) {
      this.#written++;
      this.#parser.write('\ufffd');
    }
    // For the parser, an empty text is a valid sequence.
    if (this.#form === 'sequence' && !this.#hasElement) this.#fail('document must contain a root element');
    if (!this.#failed) this.#parser.close();
  }
}
