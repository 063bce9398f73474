import type { FileFinding } from '../../rules/fileFinding';
import type { Position, Range } from '../../text/position';
import { XmlEvents } from '../../xml/xmlEvents';
import type { XmlVisitor } from '../../xml/xmlEvents';
import { CHECKSUMS, JrmFormatError, SEAL } from '../jrm';
import type { JrmField, JsonValue, Sha256 } from '../jrm';
import { JrmReader } from '../jrmReader';
import { JRM_ROOT } from '../jrmXmlMembers';
import type { SealVerdict } from '../jrmReader';
import { textMember } from './jrmDocument';
import type { PlacedMember, PlacedValue } from './placedValue';
import { checkMember, checkRecord, fieldOf, reportUnknown, rootFields } from './valueRules';
import type { ReportValue } from './valueFinding';

/** Checksums whose places are kept for the outline. */
export const MAX_CHECKSUM_SYMBOLS = 200;

type XmlValue = PlacedValue<Range>;

/** A record of one of the lists. */
export interface XmlRecord {
  readonly value: XmlValue;
  /** From its start tag to its end tag. */
  readonly extent: Range;
}

/** A checksum, as others are compared with it. What is missing is empty. */
export interface XmlChecksum {
  readonly path: string;
  readonly hash: string;
  readonly blob: string;
  readonly driveId: string | undefined;
  readonly pathRange: Range;
  readonly hashRange: Range;
  readonly driveRange: Range | undefined;
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
  #readerFailed = false;
  readonly #open: OpenElement[] = [];
  #root: Range | undefined;
  #bytes = 0;
  readonly #members: XmlMember[] = [];
  readonly #drives: XmlRecord[] = [];
  readonly #mappings: XmlRecord[] = [];
  readonly #checksums: XmlChecksum[] = [];
  readonly #firstChecksums: XmlRecord[] = [];

  constructor(report: (finding: FileFinding) => void, sha256: Sha256) {
    this.#report = report;
    this.#reader = new JrmReader(sha256, () => undefined);
  }

  push(piece: string): void {
    this.#bytes += piece.length;
    this.#xml.push(piece);
    this.#read(() => {
      this.#reader.push(piece);
    });
  }

  end(): ReadJrmXml {
    this.#xml.end();
    let seal: SealVerdict | undefined;
    this.#read(() => {
      ({ seal } = this.#reader.end());
    });
    return {
      members: this.#members,
      drives: this.#drives,
      mappings: this.#mappings,
      checksums: this.#checksums,
      firstChecksums: this.#firstChecksums,
      root: this.#root,
      seal,
      bytes: this.#bytes,
    };
  }

  /** The seal is looked at by the reader that everybody else uses; what it cannot read has no verdict. */
  #read(work: () => void): void {
    if (this.#readerFailed) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof JrmFormatError)) throw error;
      this.#readerFailed = true;
    }
  }

  open(name: string, _attributes: Readonly<Record<string, string>>, range: Range): void {
    const parent = this.#open.at(-1);
    this.#open.push({ name, nameRange: range, ...this.#place(name, range, parent), members: [], items: [] });
  }

  close(_name: string, text: string, content: Range): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    if (!parent) return;
    const value = valueOf(element, text, content);
    if (value.type !== 'text' && value.type !== 'number' && text.trim() !== '') this.#report({ code: 'jrm/syntax', variant: 'text', ...content });
    if (element.role === 'member') this.#closeMember(element, value, content);
    else if (element.role === 'record') this.#closeRecord(element, value, content);
    else if (element.role === 'text') parent.items.push(value);
    else if (element.role === 'field') parent.members.push({ name: element.name, place: element.nameRange, value });
  }

  syntax(message: string, range: Range): void {
    this.#report({ code: 'jrm/syntax', variant: 'xml', args: [message], ...range });
  }

  #place(name: string, range: Range, parent: OpenElement | undefined): Pick<OpenElement, 'role' | 'field'> {
    if (!parent) {
      this.#root = range;
      if (name !== JRM_ROOT) this.#report({ code: 'jrm/syntax', variant: 'root', ...range });
      return { role: 'root', field: undefined };
    }
    if (parent.role === 'root') {
      if (this.#members.some((member) => member.name === name)) this.#report({ code: 'jrm/type', variant: 'duplicate', args: [name], ...range });
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
    else if (list.name === 'DataMapping') this.#mappings.push(record);
    else if (list.name === CHECKSUMS) this.#addChecksum(record);
  }

  #addChecksum(record: XmlRecord): void {
    const { value } = record;
    if (this.#firstChecksums.length < MAX_CHECKSUM_SYMBOLS) this.#firstChecksums.push(record);
    const range = (name: string) => value.members.find((member) => member.name === name)?.value?.place;
    const pathRange = range('FilePath') ?? value.place;
    this.#checksums.push({
      path: textMember(value, 'FilePath') ?? '',
      hash: (textMember(value, 'SHA256') ?? '').toLowerCase(),
      blob: textMember(value, 'BlobPath') ?? '',
      driveId: textMember(value, 'DriveId'),
      pathRange,
      hashRange: range('SHA256') ?? pathRange,
      driveRange: range('DriveId'),
    });
  }

  readonly #reportValue: ReportValue<Range> = ({ place, fixes, ...finding }) => {
    this.#report({
      ...finding,
      ...place,
      ...(fixes
        ? { fixes: () => fixes().map(({ title, args, edits }) => ({ title, ...(args ? { args } : {}), edits: edits.map((edit) => ({ range: edit.place, text: edit.text })) })) }
        : {}),
    });
  };
}

/** Whether the member is the seal. */
export const isSeal = ({ name }: XmlMember): boolean => name === SEAL;

function valueOf({ field, role, nameRange, members, items }: OpenElement, text: string, content: Range): XmlValue {
  const base = { place: content, head: nameRange, part: () => content, items: [], members: [] };
  if (role === 'record') return { ...base, type: 'record', value: jsonOf(members), members };
  if (field?.type === 'texts') return { ...base, type: 'list', value: items.map((item) => item.value), items };
  if (field?.type === 'table') return { ...base, type: 'list', value: [] };
  if (field?.type === 'number' && /^(?:0|[1-9]\d*)$/.test(text)) return { ...base, type: 'number', value: Number(text) };
  return { ...base, type: 'text', value: text, part: partOf(text, content) };
}

function jsonOf(members: readonly PlacedMember<Range>[]): JsonValue {
  return Object.fromEntries(members.flatMap(({ name, value }) => (value ? [[name, value.value]] : [])));
}

/** A part of a text that stands on one line as it is; otherwise all of it. */
function partOf(text: string, content: Range): (start: number, end: number) => Range {
  const { start, end } = content;
  if (start.line !== end.line || end.character - start.character !== text.length) return () => content;
  const at = (offset: number): Position => ({ line: start.line, character: start.character + offset });
  return (from, to) => ({ start: at(from), end: at(to) });
}
