import type { FileFinding, FileFix } from '../rules/fileFinding';
import type { Position, Range } from '../text/position';
import type { Steps } from '../work/steps';
import { XmlEvents } from '../xml/xmlEvents';
import type { XmlVisitor } from '../xml/xmlEvents';
import { xmlText, xmlTextProblem } from '../xml/xmlText';
import { CHECKSUMS, JrmFormatError, SEAL } from './jrm';
import type { JrmField, JsonValue, Sha256 } from './jrm';
import { JrmReader } from './jrmReader';
import { detailsOf, JrmReading } from './jrmReading';
import type { ChecksumDetails, ChecksumField, JrmRecord, ReadChecksum } from './jrmReading';
import { JRM_ROOT } from './jrmXmlMembers';
import type { PlacedMember, PlacedValue } from './placedValue';
import { checkMember, checkRecord, fieldOf, reportUnknown, rootFields } from './valueRules';
import type { ReportValue, ValueFix } from './valueRules';

/** UTF-16 units that are read in one step. */
const PIECE = 8 * 1024;

type XmlValue = PlacedValue<Range>;

const nothing: readonly never[] = [];

/** A range as four numbers: there are millions of them. */
class CompactRange {
  readonly #line: number;
  readonly #from: number;
  readonly #endLine: number;
  readonly #to: number;

  constructor({ start, end }: Range) {
    this.#line = start.line;
    this.#from = start.character;
    this.#endLine = end.line;
    this.#to = end.character;
  }

  get range(): Range {
    return { start: { line: this.#line, character: this.#from }, end: { line: this.#endLine, character: this.#to } };
  }
}

interface OpenElement {
  readonly name: string;
  readonly nameRange: Range;
  /** Of a field that is known. */
  readonly field: JrmField | undefined;
  /** `member` of the root, `record` of a list, `field` of a record, `text` of a list of texts, `unknown`: whatever nobody knows. */
  readonly role: 'root' | 'member' | 'record' | 'field' | 'text' | 'unknown';
  readonly members: PlacedMember<Range>[];
  readonly items: XmlValue[];
}

/** A JRM in XML, read in steps, whatever is wrong with it. */
export class XmlReading extends JrmReading<Range> implements XmlVisitor {
  readonly form = 'xml';
  /** The name of the root element; `undefined` where there is none. */
  beginning: Range | undefined;
  readonly #xml = new XmlEvents(this);
  readonly #reader: JrmReader;
  /** What the reader wants to be told. */
  readonly #sealed: XmlVisitor;
  #readerFailed = false;
  #hasSyntaxError = false;
  readonly #open: OpenElement[] = [];
  #records = 0;
  /** Of each checksum, by its place among the records. Fingerprints, for its texts would keep the file's text alive. */
  readonly #details = new Map<number, ChecksumDetails & Readonly<Record<ChecksumField, CompactRange | undefined>>>();
  /** Of names that nobody knows, by the place in the first tag: those in both tags. */
  readonly #tagNames = new WeakMap<Range, readonly Range[]>();

  private constructor(sha256: Sha256) {
    super();
    this.#reader = new JrmReader(sha256, () => undefined);
    this.#sealed = this.#reader.xmlVisitor();
  }

  static *read(text: string, sha256: Sha256): Steps<XmlReading> {
    const reading = new XmlReading(sha256);
    for (let at = 0; at < text.length; at += PIECE) {
      reading.#xml.push(text.slice(at, at + PIECE));
      yield;
    }
    reading.bytes = text.length;
    reading.#end();
    return reading;
  }

  rangeOf(place: Range): Range {
    return place;
  }

  checksumRange({ at }: ReadChecksum, field: ChecksumField): Range {
    const places = this.#details.get(at)!;
    return (places[field] ?? places.FilePath)!.range;
  }

  detailsOf({ at }: ReadChecksum): ChecksumDetails {
    return this.#details.get(at)!;
  }

  written(text: string): string | undefined {
    return xmlTextProblem(text) ? undefined : xmlText(text, 'DriveId');
  }

  #end(): void {
    this.#xml.end();
    this.#read(() => {
      this.seal = this.#reader.end().seal;
    });
    // What cannot be read was not sealed so.
    if (this.#readerFailed && !this.#hasSyntaxError && this.member(SEAL)) this.seal = 'broken';
  }

  /** The seal is looked at by the reader that everybody else uses. */
  #read(work: () => void): void {
    if (this.#readerFailed) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof JrmFormatError)) throw error;
      this.#readerFailed = true;
    }
  }

  open(name: string, attributes: Readonly<Record<string, string>>, range: Range): void {
    this.#read(() => {
      this.#sealed.open(name, attributes, range);
    });
    const parent = this.#open.at(-1);
    this.#open.push({ name, nameRange: range, ...this.#place(name, range, parent), members: [], items: [] });
  }

  close(name: string, text: string, content: Range): void {
    this.#read(() => {
      this.#sealed.close(name, text, content);
    });
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (!parent) return;
    if (!element.field && (element.role === 'member' || element.role === 'field')) this.#tagNames.set(element.nameRange, this.#xml.tagNames(name) ?? []);
    const value = valueOf(element, text, content);
    if (value.type !== 'text' && value.type !== 'number' && text.trim() !== '') this.#report({ code: 'jrm/syntax', variant: 'text', ...content });
    if (element.role === 'member') this.#closeMember(element, value, content);
    else if (element.role === 'record') this.#closeRecord(element, value, content);
    else if (element.role === 'text') parent.items.push(value);
    else if (element.role === 'field') parent.members.push({ name: element.name, place: element.nameRange, value });
  }

  syntax(message: string, range: Range): void {
    this.#hasSyntaxError = true;
    this.#readerFailed = true;
    this.#report({ code: 'jrm/syntax', variant: 'xml', args: [message], ...range });
  }

  #place(name: string, range: Range, parent: OpenElement | undefined): Pick<OpenElement, 'role' | 'field'> {
    if (!parent) {
      this.beginning = range;
      if (name !== JRM_ROOT) this.#report({ code: 'jrm/syntax', variant: 'root', ...range });
      return { role: 'root', field: undefined };
    }
    if (parent.role === 'root') {
      const field = fieldOf(name);
      if (this.member(name)) this.#report({ code: 'jrm/type', variant: 'duplicate', args: [name], ...range });
      this.addMember({ name, place: range, extent: range, isList: field?.type === 'table', count: 0, first: [], text: undefined });
      if (!field) reportUnknown(name, range, rootFields, new Set(), this.#reportValue);
      return { role: 'member', field };
    }
    if (parent.role === 'member' && parent.field?.type === 'table') return { role: 'record', field: parent.field };
    if (parent.role === 'record') return { role: 'field', field: parent.field?.fields?.find((field) => field.name === name) };
    if (parent.role === 'field' && parent.field?.type === 'texts') return { role: 'text', field: undefined };
    return { role: 'unknown', field: undefined };
  }

  #closeMember({ field, nameRange }: OpenElement, value: XmlValue, content: Range): void {
    const member = this.members.at(-1)!;
    member.extent = { start: nameRange.start, end: content.end };
    if (value.type === 'text' && value.value !== '') member.text = value.value as string;
    if (field && field.type !== 'table') checkMember(field, value, this.#reportValue);
  }

  #closeRecord({ field, nameRange }: OpenElement, value: XmlValue, content: Range): void {
    checkRecord(field!, value, this.#reportValue);
    const extent = { start: nameRange.start, end: content.end };
    const record: JrmRecord<Range> = { value, extent, whole: extent, at: this.#records++ };
    if (field!.name === CHECKSUMS) this.#details.set(record.at, { ...detailsOf(value), ...placesOf(record) });
    this.addRecord(field!.name, record);
  }

  #report(finding: FileFinding): void {
    this.own.add(-1, finding, () => finding);
  }

  readonly #reportValue: ReportValue<Range> = ({ place, fixes, ...finding }) => {
    // A name stands in two tags; of an element that does not end nobody knows where.
    const placesIn = (written: Range) => (finding.code === 'jrm/unknown' ? (this.#tagNames.get(written) ?? []) : [written]);
    const inText = ({ edits, ...fix }: ValueFix<Range>): FileFix => ({ ...fix, edits: edits.flatMap((edit) => placesIn(edit.place).map((range) => ({ range, text: edit.text }))) });
    this.#report({ ...finding, ...place, ...(fixes ? { fixes: () => fixes().map(inText).filter(({ edits = [] }) => edits.length > 0) } : {}) });
  };
}

function placesOf({ value }: JrmRecord<Range>): Readonly<Record<ChecksumField, CompactRange | undefined>> {
  const place = (name: string) => {
    const range = value.members.find((member) => member.name === name)?.value?.place;
    return range && new CompactRange(range);
  };
  return { FilePath: place('FilePath') ?? new CompactRange(value.place), SHA256: place('SHA256'), DriveId: place('DriveId') };
}

/** Literals, and no spreading: a file has millions of values. */
function valueOf({ field, role, nameRange, members, items }: OpenElement, text: string, content: Range): XmlValue {
  const whole = () => content;
  const common = { place: content, head: nameRange };
  if (role === 'record') return { type: 'record', value: jsonOf(members), place: content, head: nameRange, part: whole, items: nothing, members };
  if (field?.type === 'texts') return { ...common, type: 'list', value: items.map((item) => item.value), part: whole, items, members: nothing };
  if (field?.type === 'table') return { ...common, type: 'list', value: nothing, part: whole, items: nothing, members: nothing };
  if (field?.type === 'number' && /^(?:0|[1-9]\d*)$/.test(text)) {
    return { type: 'number', value: Number(text), place: content, head: nameRange, part: whole, items: nothing, members: nothing };
  }
  return { type: 'text', value: text, place: content, head: nameRange, part: (from, to) => partOf(text, content, from, to), items: nothing, members: nothing };
}

function jsonOf(members: readonly PlacedMember<Range>[]): JsonValue {
  const record: Record<string, JsonValue> = {};
  for (const { name, value } of members) if (value) Object.defineProperty(record, name, { value: value.value, enumerable: true, configurable: true });
  return record;
}

/** A part of a text that stands on one line as it is; otherwise all of it. */
function partOf(text: string, content: Range, from: number, to: number): Range {
  const { start, end } = content;
  if (start.line !== end.line || end.character - start.character !== text.length) return content;
  const at = (offset: number): Position => ({ line: start.line, character: start.character + offset });
  return { start: at(from), end: at(to) };
}
