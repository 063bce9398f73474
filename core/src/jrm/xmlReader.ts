import type { FileFinding } from '../rules/fileFinding';
import type { Position, Range } from '../text/position';
import { template } from '../text/template';
import { XmlEvents } from '../xml/xmlEvents';
import type { XmlVisitor } from '../xml/xmlEvents';
import { translatedXmlProblem } from '../xml/xmlProblem';
import { CHECKSUMS, JrmFormatError } from './jrm';
import type { JrmField, JsonValue, MessagePart } from './jrm';
import type { JrmVisitor } from './jrmPieces';
import type { PlacedMember, PlacedValue } from './placedValue';
import { fieldOf } from './valueRules';

export const JRM_ROOT = 'JobResponseManifest';

export type XmlValue = PlacedValue<Range>;

/** Receives everything that is needed to find errors, with its places. */
export interface XmlRules {
  rootBegins(name: Range): void;
  /** Called where a member of the root begins. */
  memberBegins(name: string, place: Range, field: JrmField | undefined): void;
  memberEnds(value: XmlValue, field: JrmField | undefined, extent: Range): void;
  recordEnds(list: JrmField, value: XmlValue, extent: Range): void;
  /** Called for an element with an unknown name, which occurs at all of `tags`. */
  unknownName(place: Range, tags: readonly Range[]): void;
  report(finding: FileFinding): void;
}

/**
 * `member`: of the root; `record`: of a list; `field`: of a record; `text`: of a list of texts; `unknown`: where a JRM
 * has no elements.
 */
type Role = 'root' | 'member' | 'record' | 'field' | 'text' | 'unknown';

interface OpenElement {
  readonly name: string;
  readonly place: Range;
  readonly role: Role;
  /** For known names. */
  readonly field: JrmField | undefined;
  /** What has been read in it. */
  readonly members: PlacedMember<Range>[];
  readonly values: Record<string, JsonValue>;
  readonly items: XmlValue[];
}

const nothing: readonly never[] = [];

/**
 * Reads the XML form of a JRM in pieces, and produces the same fields and items as its JSON form. A list is an element
 * with one child per item, whatever the child's name.
 */
export class XmlReader implements XmlVisitor {
  readonly #visitor: JrmVisitor;
  readonly #refuse: (error: JrmFormatError) => void;
  readonly #rules: XmlRules | undefined;
  readonly #xml = new XmlEvents(this);
  readonly #open: OpenElement[] = [];
  readonly #seen = new Set<string>();

  /** @param refuse called with each error; throws it if the rest of the text is not wanted */
  constructor(visitor: JrmVisitor, refuse: (error: JrmFormatError) => void, rules?: XmlRules) {
    this.#visitor = visitor;
    this.#refuse = refuse;
    this.#rules = rules;
  }

  push(piece: string): void {
    this.#xml.push(piece);
  }

  end(): void {
    this.#xml.end();
  }

  open(name: string, _attributes: Readonly<Record<string, string>>, place: Range): void {
    const parent = this.#open.at(-1);
    const role = this.#roleOf(name, place, parent);
    const field =
      role === 'member'
        ? fieldOf(name)
        : role === 'record'
          ? parent!.field
          : role === 'field'
            ? parent!.field?.fields?.find((known) => known.name === name)
            : undefined;
    if (role === 'member') this.#rules?.memberBegins(name, place, field);
    this.#open.push({ name, place, role, field, members: [], values: {}, items: [] });
  }

  close(name: string, text: string, content: Range): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (!parent) return;
    const { role, field, place } = element;
    const { line } = content.end;
    if (!field && (role === 'member' || role === 'field'))
      this.#rules?.unknownName(place, this.#xml.tagNames(name) ?? nothing);
    const value = valueOf(element, text, content);
    const isText = value.type === 'text' || value.type === 'number';
    if (!isText && text.trim() !== '') {
      this.#rules?.report({ code: 'jrm/syntax', variant: 'text', ...content });
      this.#wrong(template('<{0}> must contain only elements, not text of its own.'), line, name);
    }
    // A number must have exactly one form, so that a text has one value and the seal one meaning.
    if (isText && field?.type === 'number' && !Number.isSafeInteger(value.value))
      this.#wrong(template('<{0}> must be a whole number.'), line, name);
    const extent = { start: place.start, end: content.end };
    if (role === 'member') {
      if (name !== CHECKSUMS) this.#visitor.member(name, value.value, { offset: 0, length: 0, line });
      this.#rules?.memberEnds(value, field, extent);
    } else if (role === 'record') {
      if (parent.name === CHECKSUMS) this.#visitor.item?.(value.value, line);
      else parent.items.push(value);
      this.#rules?.recordEnds(field!, value, extent);
    } else if (role === 'text') {
      parent.items.push(value);
    } else if (role === 'field') {
      parent.members.push({ name, place, value });
      Object.defineProperty(parent.values, name, { value: value.value, enumerable: true, configurable: true });
    }
  }

  syntax(message: string, range: Range): void {
    this.#rules?.report({ code: 'jrm/syntax', variant: 'xml', args: [message], ...range });
    this.#wrong(template('This is not XML: {0}.'), range.start.line, (translate) =>
      translatedXmlProblem(message, translate),
    );
  }

  #roleOf(name: string, place: Range, parent: OpenElement | undefined): Role {
    const { line } = place.start;
    switch (parent?.role) {
      case undefined:
        this.#rules?.rootBegins(place);
        if (name === JRM_ROOT) return 'root';
        this.#rules?.report({ code: 'jrm/syntax', variant: 'root', ...place });
        this.#wrong(template('<{0}> is not a JRM: the root element must be <{1}>.'), line, name, JRM_ROOT);
        return 'root';
      case 'root':
        if (this.#seen.has(name)) this.#wrong(template('<{0}> appears here twice.'), line, name);
        this.#seen.add(name);
        if (name === CHECKSUMS) this.#visitor.list(0);
        return 'member';
      case 'record':
        if (Object.hasOwn(parent.values, name)) this.#wrong(template('<{0}> appears here twice.'), line, name);
        return 'field';
      default:
        if (parent!.role === 'member' && parent!.field?.type === 'table') return 'record';
        if (parent!.role === 'field' && parent!.field?.type === 'texts') return 'text';
        // Only its text is its value: content in nested elements would be neither read nor sealed.
        this.#wrong(template('<{0}> must contain only text, not elements.'), line, parent!.name);
        return 'unknown';
    }
  }

  #wrong(message: string, line: number, ...parts: readonly MessagePart[]): void {
    this.#refuse(new JrmFormatError(message, line, ...parts));
  }
}

/** Uses literals instead of spreading, because a file has millions of values. */
function valueOf(
  { field, role, place: head, members, values, items }: OpenElement,
  text: string,
  content: Range,
): XmlValue {
  const part = () => content;
  if (role === 'record') return { type: 'record', value: values, place: content, head, part, items: nothing, members };
  if (field?.type === 'texts' || field?.type === 'table')
    return {
      type: 'list',
      value: items.map((item) => item.value),
      place: content,
      head,
      part,
      items,
      members: nothing,
    };
  if (field?.type === 'number' && /^(?:0|[1-9]\d*)$/.test(text))
    return { type: 'number', value: Number(text), place: content, head, part, items: nothing, members: nothing };
  return {
    type: 'text',
    value: text,
    place: content,
    head,
    part: (from, to) => partOf(text, content, from, to),
    items: nothing,
    members: nothing,
  };
}

/** The range of a part of a text that is on one line and written without escapes; otherwise the whole text. */
function partOf(text: string, content: Range, from: number, to: number): Range {
  const { start, end } = content;
  if (start.line !== end.line || end.character - start.character !== text.length) return content;
  const at = (offset: number): Position => ({ line: start.line, character: start.character + offset });
  return { start: at(from), end: at(to) };
}
