import { xmlText } from '../xml/xmlText';
import { canonicalJson } from './jrmSeal';
import {
  CHECKSUMS,
  jrmFields,
  SEAL,
  type JrmChecksum,
  type JrmField,
  type JrmHeader,
  type JsonValue,
  type Sha256,
} from './jrm';
import { JrmSeal } from './jrmSeal';

/** Approximate length of the pieces of the text, in UTF-16 units. */
const PIECE_LENGTH = 1 << 16;

type Values = Readonly<Record<string, JsonValue | undefined>>;

const checksumField = jrmFields.find(({ name }) => name === CHECKSUMS)!;

/**
 * A sealed JRM in JSON, in pieces of some 64 KiB. Checksums come last, so that millions of them need no memory.
 *
 * @throws JsonTextError
 */
export function* jrmJson(
  header: JrmHeader,
  checksums: Iterable<JrmChecksum>,
  sha256: Sha256,
): Generator<string, void, undefined> {
  const values = knownValues(header as unknown as Values);
  let text = '{\n';
  for (const { name, type } of jrmFields) {
    const value = values[name];
    if (value === undefined) continue;
    text += `  ${canonicalJson(name)}: `;
    text +=
      type === 'table'
        ? `${jsonList((value as readonly JsonValue[]).map((record) => jsonLine(membersOf(record))))},\n`
        : `${canonicalJson(value)},\n`;
  }
  text += `  ${canonicalJson(CHECKSUMS)}: [`;
  const seal = new JrmSeal(sha256);
  let separator = '\n    ';
  for (const checksum of checksums) {
    const { line, canonical } = checksumTexts(checksum);
    seal.checksumText(canonical);
    text += separator + line;
    separator = ',\n    ';
    if (text.length >= PIECE_LENGTH) {
      yield text;
      text = '';
    }
  }
  yield `${text}\n  ],\n  ${canonicalJson(SEAL)}: ${canonicalJson(seal.finish(values)!)}\n}\n`;
}

/**
 * A checksum as it is written in the file, and in canonical JSON. There may be millions of checksums, so the fields are
 * written out here and each value is made once.
 */
function checksumTexts({ FilePath, SHA256, Size, DriveId, BlobPath }: JrmChecksum): {
  readonly line: string;
  readonly canonical: string;
} {
  const path = canonicalJson(FilePath);
  const sha256 = canonicalJson(SHA256);
  const size = Size === undefined ? '' : canonicalJson(Size);
  const drive = DriveId === undefined ? '' : canonicalJson(DriveId);
  const blob = BlobPath === undefined ? '' : canonicalJson(BlobPath);
  return {
    line: `{ "FilePath": ${path}, "SHA256": ${sha256}${size && `, "Size": ${size}`}${drive && `, "DriveId": ${drive}`}${blob && `, "BlobPath": ${blob}`} }`,
    canonical: `{${blob && `"BlobPath":${blob},`}${drive && `"DriveId":${drive},`}"FilePath":${path},"SHA256":${sha256}${size && `,"Size":${size}`}}`,
  };
}

function jsonList(lines: readonly string[]): string {
  return lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
}

type Member = readonly [key: string, value: string];

function membersOf(record: JsonValue): Member[] {
  return Object.entries(record as Readonly<Record<string, JsonValue>>).map(([key, value]) => [
    key,
    canonicalJson(value),
  ]);
}

function jsonLine(members: readonly Member[]): string {
  let text = '';
  for (const [key, value] of members) text += `${text === '' ? '{ ' : ', '}"${key}": ${value}`;
  return `${text} }`;
}

/**
 * The same JRM in XML. Its seal is that of the JSON form.
 *
 * @throws XmlTextError, JsonTextError
 */
export function* jrmXml(
  header: JrmHeader,
  checksums: Iterable<JrmChecksum>,
  sha256: Sha256,
): Generator<string, void, undefined> {
  const values = knownValues(header as unknown as Values);
  let text = '<?xml version="1.0" encoding="UTF-8"?>\n<JobResponseManifest>\n';
  for (const field of jrmFields) {
    const value = values[field.name];
    if (value !== undefined) text += xmlField(field, value, '  ');
  }
  text += `  <${CHECKSUMS}>\n`;
  const seal = new JrmSeal(sha256);
  for (const checksum of checksums) {
    const record = known(checksumField, checksum as unknown as Values);
    seal.checksum(record);
    text += xmlRecord(checksumField, record);
    if (text.length >= PIECE_LENGTH) {
      yield text;
      text = '';
    }
  }
  yield `${text}  </${CHECKSUMS}>\n  <${SEAL}>${seal.finish(values)!}</${SEAL}>\n</JobResponseManifest>\n`;
}

function xmlField(field: JrmField, value: JsonValue, indent: string): string {
  const { name, type } = field;
  if (typeof value === 'string' || typeof value === 'number')
    return `${indent}<${name}>${xmlText(String(value), name)}</${name}>\n`;
  const items = value as readonly JsonValue[];
  const texts =
    type === 'texts'
      ? items.map((item) => `${indent}  <${field.item!}>${xmlText(item as string, name)}</${field.item!}>\n`)
      : items.map((item) => xmlRecord(field, item));
  return `${indent}<${name}>\n${texts.join('')}${indent}</${name}>\n`;
}

function xmlRecord({ item, fields }: JrmField, record: JsonValue): string {
  const values = record as Values;
  let text = `    <${item!}>\n`;
  for (const field of fields!) {
    const value = values[field.name];
    if (value !== undefined) text += xmlField(field, value, '      ');
  }
  return `${text}    </${item!}>\n`;
}

/** The known fields that the header has, in the file's order, without any other properties of the object. */
function knownValues(header: Values): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const field of jrmFields) {
    const value = header[field.name];
    if (value === undefined || field.name === CHECKSUMS) continue;
    values[field.name] =
      field.type === 'table' ? (value as readonly Values[]).map((record) => known(field, record)) : value;
  }
  return values;
}

function known({ fields }: JrmField, record: Values): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const { name } of fields!) {
    const value = record[name];
    if (value !== undefined) values[name] = value;
  }
  return values;
}
