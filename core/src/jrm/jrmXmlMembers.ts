import { template } from '../text/template';
import type { Range } from '../text/position';
import { XmlEvents } from '../xml/xmlEvents';
import type { XmlVisitor } from '../xml/xmlEvents';
import { translatedXmlProblem } from '../xml/xmlProblem';
import { CHECKSUMS, jrmFields, JrmFormatError, type JrmField, type JsonValue } from './jrm';
import type { JrmVisitor } from './jrmPieces';

export const JRM_ROOT = 'JobResponseManifest';

/** An element that is open, and what has been read in it. */
interface OpenElement {
  readonly name: string;
  /** What it is; undefined of one that nobody knows. */
  readonly field: JrmField | undefined;
  readonly record: Record<string, JsonValue> | undefined;
  readonly items: JsonValue[] | undefined;
}

/** Reads the XML form of a JRM that comes in pieces, as the fields and items that its JSON form has. */
export class JrmXmlMembers {
  readonly #xml: XmlEvents;

  constructor(visitor: JrmVisitor) {
    this.#xml = new XmlEvents(new JrmXmlVisitor(visitor));
  }

  push(piece: string): void {
    this.#xml.push(piece);
  }

  end(): void {
    this.#xml.end();
  }
}

/**
 * Makes of XML's events the fields and items that the JSON form has. A list is an element with a child for each item, whatever the
 * child is called. Errors are thrown as JrmFormatError.
 */
export class JrmXmlVisitor implements XmlVisitor {
  readonly #visitor: JrmVisitor;
  readonly #open: OpenElement[] = [];
  readonly #seen = new Set<string>();

  constructor(visitor: JrmVisitor) {
    this.#visitor = visitor;
  }

  open(name: string, _attributes: Readonly<Record<string, string>>, { start }: Range): void {
    this.#openElement(name, start.line);
  }

  close(_name: string, text: string, { end }: Range): void {
    this.#closeElement(text, end.line);
  }

  syntax(message: string, { start }: Range): void {
    throw new JrmFormatError(template('This is no XML: {0}.'), start.line, (translate) => translatedXmlProblem(message, translate));
  }

  #openElement(name: string, line: number): void {
    const parent = this.#open.at(-1);
    if (!parent) {
      if (name !== JRM_ROOT) throw new JrmFormatError(template('<{0}> is no JRM: the root is <{1}>.'), line, name, JRM_ROOT);
      this.#open.push({ name, field: undefined, record: {}, items: undefined });
      return;
    }
    if (this.#open.length === 1) {
      if (this.#seen.has(name)) throw new JrmFormatError(template('<{0}> stands here twice.'), line, name);
      this.#seen.add(name);
      if (name === CHECKSUMS) this.#visitor.list(0);
    }
    if (parent.items) {
      this.#open.push({ name, field: parent.field, record: parent.field!.type === 'table' ? {} : undefined, items: undefined });
      return;
    }
    // Its text alone is its value: what stands in elements would be neither read nor sealed.
    if (!parent.record) throw new JrmFormatError(template('<{0}> holds a text, and no elements.'), line, parent.name);
    if (Object.hasOwn(parent.record, name)) throw new JrmFormatError(template('<{0}> stands here twice.'), line, name);
    const fields = this.#open.length === 1 ? jrmFields : parent.field?.fields;
    const field = fields?.find((candidate) => candidate.name === name);
    const isList = field?.type === 'table' || field?.type === 'texts';
    this.#open.push({ name, field, record: undefined, items: isList ? [] : undefined });
  }

  #closeElement(text: string, line: number): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (!parent) return;
    if ((element.items || element.record) && text.trim() !== '') throw new JrmFormatError(template('<{0}> holds elements, and no text of its own.'), line, element.name);
    const value: JsonValue = element.items ?? element.record ?? (parent.items ? text : scalar(element, text, line));
    if (parent.items) {
      if (parent.name === CHECKSUMS && this.#open.length === 2) this.#visitor.item?.(value, line);
      else parent.items.push(value);
    } else if (this.#open.length === 1) {
      if (element.name !== CHECKSUMS) this.#visitor.member(element.name, value, { offset: 0, length: 0, line });
    } else if (parent.record) {
      Object.defineProperty(parent.record, element.name, { value, enumerable: true });
    }
  }
}

/** A number has one form, so that a text has one value and the seal one meaning. */
function scalar({ name, field }: OpenElement, text: string, line: number): JsonValue {
  if (field?.type !== 'number') return text;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || String(number) !== text) throw new JrmFormatError(template('<{0}> has to be a whole number.'), line, name);
  return number;
}
