import { containerNameProblem, repairedContainerName, rootContainer, specialContainers } from '../names/containerName';
import { nearestValue } from '../names/nearestValue';
import { isExternalKey, recoveryKeyGroups, repairedRecoveryKey } from '../names/recoveryKey';
import type { RuleCode } from '../rules/catalogue';
import type { FileFinding, FileFix } from '../rules/fileFinding';
import { writtenValue } from '../rules/writtenValue';
import { jrmFields, SEAL } from './jrm';
import type { JrmField } from './jrm';
import type { PlacedValue } from './placedValue';

/** A fix for a value: another text in place of a part of it. */
export interface ValueFix<P> extends Pick<FileFix, 'title' | 'args' | 'certainty'> {
  readonly edits: readonly { readonly place: P; readonly text: string }[];
}

/** What is wrong with a value. */
export interface ValueFinding<P> extends Pick<FileFinding, 'variant' | 'args'> {
  readonly code: RuleCode;
  readonly place: P;
  readonly fixes?: () => readonly ValueFix<P>[];
}

export type ReportValue<P> = (finding: ValueFinding<P>) => void;

export const blobTypes: readonly string[] = ['BlockBlob', 'PageBlob', 'file'];
export const dispositions: readonly string[] = ['rename', 'no-overwrite', 'overwrite'];
export const encryptionMethods: readonly string[] = ['aes-xts-128', 'aes-xts-256', 'aes-cbc-128', 'aes-cbc-256'];

const groupCount = 8;
/** Longer texts are not examined group by group; no key is that long. */
const longestKey = 256;
const longestLabel = 32;

const sealField: JrmField = { name: SEAL, type: 'text', required: false };

/** All members that a JRM can have. */
export const rootFields: readonly JrmField[] = [...jrmFields, sealField];

export const fieldOf = (name: string): JrmField | undefined => rootFields.find((field) => field.name === name);

/** Checks the value of a member of the root that is not a list of records. */
export function checkMember<P>(field: JrmField, value: PlacedValue<P>, report: ReportValue<P>): void {
  checkField(field, value, report);
  if (field.name === 'CreationDate' && value.type === 'text' && !isDate(value.value as string))
    report({ code: 'jrm/date', place: value.place });
}

/** Checks an item of a list of records: its shape and its individual fields. */
export function checkRecord<P>({ name, fields = [] }: JrmField, record: PlacedValue<P>, report: ReportValue<P>): void {
  if (record.type !== 'record') {
    report({ code: 'jrm/type', variant: 'record', args: [name], place: record.place });
    return;
  }
  const seen = new Set<string>();
  for (const member of record.members) {
    const field = fields.find((candidate) => candidate.name === member.name);
    if (seen.has(member.name))
      report({ code: 'jrm/type', variant: 'duplicate', args: [member.name], place: member.place });
    else if (!field) reportUnknown(member.name, member.place, fields, seen, report);
    seen.add(member.name);
    if (!field || !member.value) continue;
    checkField(field, member.value, report);
    if (member.value.type === 'text') checkText(name, field.name, member.value, report);
  }
  for (const field of fields) {
    if (field.required && !seen.has(field.name))
      report({ code: 'jrm/missing', variant: 'in', args: [field.name, name], place: record.head });
  }
}

/**
 * Reports an unknown name and suggests the one that is meant. The name itself can be anything, so it is not repeated.
 */
export function reportUnknown<P>(
  name: string,
  place: P,
  fields: readonly JrmField[],
  taken: ReadonlySet<string>,
  report: ReportValue<P>,
): void {
  const names = fields.map((field) => field.name);
  const nearest = nearestValue(
    name,
    names.filter((candidate) => !taken.has(candidate)),
  );
  if (nearest === undefined) {
    report({ code: 'jrm/unknown', args: [names.join(', ')], place });
    return;
  }
  report({
    code: 'jrm/unknown',
    variant: 'near',
    args: [nearest.value],
    place,
    fixes: () => [{ ...writtenValue(nearest), edits: [{ place, text: nearest.value }] }],
  });
}

function checkField<P>(field: JrmField, value: PlacedValue<P>, report: ReportValue<P>): void {
  const { name, type, required, mayBeEmpty = false } = field;
  const wrong = (variant: string) => {
    report({ code: 'jrm/type', variant, args: [name], place: value.place });
  };
  switch (type) {
    case 'text':
      if (value.type !== 'text') wrong('text');
      else if (required && !mayBeEmpty && value.value === '')
        report({ code: 'jrm/missing', variant: 'empty', args: [name], place: value.place });
      break;
    case 'number':
      if (value.type !== 'number' || !Number.isSafeInteger(value.value) || (value.value as number) < 0) wrong('number');
      break;
    case 'texts':
      if (value.type !== 'list' || value.items.some((item) => item.type !== 'text')) wrong('texts');
      break;
    case 'table':
      if (value.type !== 'list') wrong('list');
  }
}

/** Checks a text of a record according to its meaning. */
function checkText<P>(table: string, field: string, value: PlacedValue<P>, report: ReportValue<P>): void {
  const text = value.value as string;
  const oneOf = (values: readonly string[]) => {
    if (!values.includes(text))
      report({ code: 'jrm/type', variant: 'one-of', args: [field, values.join(', ')], place: value.place });
  };
  switch (`${table}.${field}`) {
    case 'Drives.BitLockerKey':
      if (text !== '') checkKey(text, value, report);
      break;
    case 'Drives.DriveLetter':
      if (!/^[A-Za-z]$/.test(text)) report({ code: 'jrm/type', variant: 'letter', args: [field], place: value.place });
      break;
    case 'Drives.ManifestHash':
      if (!/^[0-9A-Fa-f]{32}$/.test(text))
        report({ code: 'jrm/type', variant: 'md5', args: [field], place: value.place });
      break;
    case 'Drives.VolumeLabel':
      if (text.length > longestLabel)
        report({ code: 'jrm/type', variant: 'too-long', args: [field, String(longestLabel)], place: value.place });
      break;
    case 'Drives.EncryptionMethod':
      oneOf(encryptionMethods);
      break;
    case 'DataMapping.DestinationContainer':
      checkContainer(text, value, report);
      break;
    case 'DataMapping.BlobType':
      checkBlobType(text, value, report);
      break;
    case 'DataMapping.Disposition':
      oneOf(dispositions);
      break;
    case 'Checksums.SHA256':
      if (text !== '' && !isSha256(text)) {
        const variant = text.length === 64 ? undefined : { variant: 'length', args: [String(text.length)] };
        report({ code: 'jrm/checksum-format', ...variant, place: value.place });
      }
  }
}

/** No part of the key appears in a finding. */
function checkKey<P>(text: string, value: PlacedValue<P>, report: ReportValue<P>): void {
  // A drive protected with an external key has no other key.
  if (isExternalKey(text)) return;
  const groups = text.length > longestKey ? [] : recoveryKeyGroups(text);
  if (repairedRecoveryKey(text) !== undefined && groups.some(({ verdict }) => verdict !== 'sound')) {
    report({ code: 'jrm/key-format', variant: 'separator', place: value.place });
    return;
  }
  if (groups.length !== groupCount) {
    report({
      code: 'jrm/key-format',
      variant: groups.length === 0 ? 'not-a-key' : 'group-count',
      args: [String(groups.length)],
      place: value.place,
    });
    return;
  }
  groups.forEach(({ verdict, start, end }, index) => {
    const place = value.part(start, end);
    const ordinal = String(index + 1);
    if (verdict === 'character') report({ code: 'jrm/key-format', variant: 'character', args: [ordinal], place });
    else if (verdict === 'length')
      report({ code: 'jrm/key-format', variant: 'group-length', args: [ordinal, String(end - start)], place });
    else if (verdict === 'too-large')
      report({ code: 'jrm/key-checksum', variant: 'too-large', args: [ordinal], place });
    else if (verdict === 'not-divisible') report({ code: 'jrm/key-checksum', args: [ordinal], place });
  });
}

function checkContainer<P>(text: string, value: PlacedValue<P>, report: ReportValue<P>): void {
  if (text === '' || text === rootContainer || specialContainers.includes(text)) return;
  const problem = containerNameProblem(text);
  if (!problem) return;
  const { kind, start, end, args } = problem;
  report({
    code: 'jrm/container-name',
    variant: kind,
    args,
    place: value.part(start, end),
    fixes: () => {
      const repaired = repairedContainerName(text);
      if (repaired === undefined) return [];
      const edits = [{ place: value.place, text: repaired }];
      if (repaired === text.toLowerCase())
        return [{ title: 'Change to {0}', args: [repaired], certainty: 'certain', edits }];
      return [
        { title: 'Change to {0} (assumes that the name may be changed)', args: [repaired], certainty: 'guess', edits },
      ];
    },
  });
}

function checkBlobType<P>(text: string, value: PlacedValue<P>, report: ReportValue<P>): void {
  if (text === '' || blobTypes.includes(text)) return;
  const { place } = value;
  if (/^append/i.test(text)) {
    report({ code: 'jrm/blob-type', variant: 'append', place });
    return;
  }
  const nearest = nearestValue(text, blobTypes);
  if (nearest === undefined) report({ code: 'jrm/blob-type', place });
  else
    report({
      code: 'jrm/blob-type',
      variant: 'near',
      args: [nearest.value],
      place,
      fixes: () => [{ ...writtenValue(nearest), edits: [{ place, text: nearest.value }] }],
    });
}

export function isSha256(text: string): boolean {
  return text.length === 64 && /^[0-9A-Fa-f]{64}$/.test(text);
}

const date = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;

/** True for a date and time according to RFC 3339; leap seconds are allowed. */
export function isDate(text: string): boolean {
  const match = text.length > 64 ? null : date.exec(text);
  if (!match) return false;
  const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = Array.from({ length: 8 }, (_, index) =>
    Number(match[index + 1] ?? 0),
  ) as [number, number, number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1) return false;
  // The calendar repeats every 400 years, and `Date` treats years below 100 differently.
  const daysOfMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return day <= daysOfMonth && hour < 24 && minute < 60 && second <= 60 && offsetHour < 24 && offsetMinute < 60;
}
