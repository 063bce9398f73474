import { sourceKey } from '../../dataset/datasetRelation';
import type { Fingerprint } from '../../dataset/keyFingerprint';
import type { FileFinding, FileFix } from '../../rules/fileFinding';
import { textFingerprint } from '../../text/textFingerprint';
import type { Position, Range } from '../../text/position';
import { XmlEvents } from '../../xml/xmlEvents';
import type { XmlVisitor } from '../../xml/xmlEvents';
import { CHECKSUMS, JrmFormatError, SEAL } from '../jrm';
import type { JrmField, JsonValue, Sha256 } from '../jrm';
import { JrmReader } from '../jrmReader';
import { JRM_ROOT } from '../jrmXmlMembers';
import type { SealVerdict } from '../jrmReader';
import { textMember } from './jrmDocument';
import { ChecksumKeys } from './jrmSegment';
import { MappedSources } from './mappedSources';
import type { PlacedMember, PlacedValue } from './placedValue';
import { checkMember, checkRecord, fieldOf, reportUnknown, rootFields } from './valueRules';
import type { ReportValue, ValueFix } from './valueFinding';

/** Checksums that are kept whole. */
export const MAX_FIRST_CHECKSUMS = 1000;

type XmlValue = PlacedValue<Range>;

const nothing: readonly never[] = [];

/** A record of one of the lists. */
export interface XmlRecord {
  readonly value: XmlValue;
  /** From its start tag to its end tag. */
  readonly extent: Range;
}

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

/** A checksum, as others are compared with it: by fingerprints, for its texts would keep the file's text alive. */
export interface XmlChecksum {
  /** `undefined` where there is no path. */
  readonly keys: ChecksumKeys | undefined;
  readonly hash: Fingerprint;
  readonly blob: Fingerprint;
  readonly driveId: string | undefined;
  readonly path: CompactRange;
  readonly hashPlace: CompactRange | undefined;
  readonly drive: CompactRange | undefined;
}

/** A member of the root. */
export interface XmlMember {
  readonly name: string;
  readonly range: Range;
  /** All of it. */
  extent: Range;
  /** Of a list. */
  count: number;
  /** Of another member. */
  text: string;
}

/** What was read of a JRM in XML. */
export interface ReadJrmXml {
  readonly members: readonly XmlMember[];
  readonly drives: readonly XmlRecord[];
  readonly mappings: readonly XmlRecord[];
  readonly checksums: readonly XmlChecksum[];
  /** The first of them, whole. */
  readonly firstChecksums: readonly XmlRecord[];
  /** What the mappings cover. */
  readonly sources: MappedSources;
  /** The name of the root element; `undefined` where there is none. */
  readonly root: Range | undefined;
  /** `undefined` where it cannot be read. */
  readonly seal: SealVerdict | undefined;
  readonly bytes: number;
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

/** Reads the XML form of a JRM that comes in pieces, with the rules that look at one value or record. */
export class JrmXmlReading implements XmlVisitor {
  readonly #report: (finding: FileFinding) => void;
  readonly #xml = new XmlEvents(this);
  readonly #reader: JrmReader;
  /** What the reader wants to be told. */
  readonly #sealed: XmlVisitor;
  #readerFailed = false;
  #hasSyntaxError = false;
  readonly #open: OpenElement[] = [];
  #root: Range | undefined;
  #bytes = 0;
  readonly #members: XmlMember[] = [];
  readonly #memberNames = new Set<string>();
  readonly #drives: XmlRecord[] = [];
  readonly #mappings: XmlRecord[] = [];
  readonly #checksums: XmlChecksum[] = [];
  readonly #firstChecksums: XmlRecord[] = [];
  readonly #sources = new MappedSources();
  /** Of names that nobody knows, by the place in the first tag: those in both tags. */
  readonly #tagNames = new WeakMap<Range, readonly Range[]>();
  /** Few drives have many checksums: their ids are kept once. */
  readonly #driveIds = new Map<string, string>();

  constructor(report: (finding: FileFinding) => void, sha256: Sha256) {
    this.#report = report;
    this.#reader = new JrmReader(sha256, () => undefined);
    this.#sealed = this.#reader.xmlVisitor();
  }

  push(piece: string): void {
    this.#bytes += piece.length;
    this.#xml.push(piece);
  }

  end(): ReadJrmXml {
    this.#xml.end();
    let seal: SealVerdict | undefined;
    this.#read(() => {
      ({ seal } = this.#reader.end());
    });
    // What cannot be read was not sealed so.
    if (this.#readerFailed && !this.#hasSyntaxError && this.#members.some(isSeal)) seal = 'broken';
    return {
      members: this.#members,
      drives: this.#drives,
      mappings: this.#mappings,
      checksums: this.#checksums,
      firstChecksums: this.#firstChecksums,
      sources: this.#sources,
      root: this.#root,
      seal,
      bytes: this.#bytes,
    };
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
      this.#root = range;
      if (name !== JRM_ROOT) this.#report({ code: 'jrm/syntax', variant: 'root', ...range });
      return { role: 'root', field: undefined };
    }
    if (parent.role === 'root') {
      if (this.#memberNames.has(name)) this.#report({ code: 'jrm/type', variant: 'duplicate', args: [name], ...range });
      this.#memberNames.add(name);
      this.#members.push({ name, range, extent: range, count: 0, text: '' });
      const field = fieldOf(name);
      if (!field) reportUnknown(name, range, rootFields, new Set(), this.#reportValue);
      return { role: 'member', field };
    }
    if (parent.role === 'member' && parent.field?.type === 'table') return { role: 'record', field: parent.field };
    if (parent.role === 'record') return { role: 'field', field: parent.field?.fields?.find((field) => field.name === name) };
    if (parent.role === 'field' && parent.field?.type === 'texts') return { role: 'text', field: undefined };
    return { role: 'unknown', field: undefined };
  }

  #closeMember({ field, nameRange }: OpenElement, value: XmlValue, content: Range): void {
    const member = this.#members.at(-1)!;
    member.extent = { start: nameRange.start, end: content.end };
    if (value.type === 'text') member.text = value.value as string;
    if (field && field.type !== 'table') checkMember(field, value, this.#reportValue);
  }

  #closeRecord({ field, nameRange }: OpenElement, value: XmlValue, content: Range): void {
    const list = field!;
    this.#members.at(-1)!.count++;
    checkRecord(list, value, this.#reportValue);
    const record = { value, extent: { start: nameRange.start, end: content.end } };
    if (list.name === 'Drives') this.#drives.push(record);
    else if (list.name === 'DataMapping') this.#addMapping(record);
    else if (list.name === CHECKSUMS) this.#addChecksum(record);
  }

  #addMapping(record: XmlRecord): void {
    this.#mappings.push(record);
    const source = textMember(record.value, 'SourcePath');
    if (source) this.#sources.add(source);
  }

  #addChecksum(record: XmlRecord): void {
    const { value } = record;
    if (this.#firstChecksums.length < MAX_FIRST_CHECKSUMS) this.#firstChecksums.push(record);
    const text = (name: string) => textMember(value, name) ?? '';
    const place = (name: string) => {
      const range = value.members.find((member) => member.name === name)?.value?.place;
      return range && new CompactRange(range);
    };
    const path = text('FilePath');
    this.#checksums.push({
      keys: path === '' ? undefined : this.#keysOf(path),
      hash: fingerprintOf(text('SHA256').toLowerCase()),
      blob: fingerprintOf(text('BlobPath')),
      driveId: this.#shared(textMember(value, 'DriveId')),
      path: place('FilePath') ?? new CompactRange(value.place),
      hashPlace: place('SHA256'),
      drive: place('DriveId'),
    });
  }

  #keysOf(path: string): ChecksumKeys {
    const key = sourceKey(path);
    const { low, high } = fingerprintOf(key);
    return new ChecksumKeys(low, high, this.#sources.directoryOf(key));
  }

  #shared(id: string | undefined): string | undefined {
    const known = id === undefined ? undefined : this.#driveIds.get(id);
    if (id === undefined || known !== undefined) return known;
    if (this.#driveIds.size < MAX_FIRST_CHECKSUMS) this.#driveIds.set(id, id);
    return id;
  }

  readonly #reportValue: ReportValue<Range> = ({ place, fixes, ...finding }) => {
    // A name stands in two tags; of an element that does not end nobody knows where.
    const placesOf = (written: Range) => (finding.code === 'jrm/unknown' ? (this.#tagNames.get(written) ?? []) : [written]);
    const inText = ({ edits, ...fix }: ValueFix<Range>): FileFix => ({ ...fix, edits: edits.flatMap((edit) => placesOf(edit.place).map((range) => ({ range, text: edit.text }))) });
    this.#report({ ...finding, ...place, ...(fixes ? { fixes: () => fixes().map(inText).filter(({ edits = [] }) => edits.length > 0) } : {}) });
  };
}

/** Whether the member is the seal. */
export const isSeal = ({ name }: XmlMember): boolean => name === SEAL;

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

function fingerprintOf(text: string): Fingerprint {
  const [low, high] = textFingerprint(text);
  return { low, high };
}
