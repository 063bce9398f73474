import { fieldValue } from '../csv/scannedField';
import { FieldFlag } from '../csv/recordScanner';
import type { RecordScanner } from '../csv/recordScanner';
import { nearestValue } from '../names/nearestValue';
import { isRecoveryKeyShaped } from '../names/recoveryKey';
import { pathKind } from '../names/windowsPath';
import { datasetColumns } from '../columns/datasetColumns';
import { driveLetter } from '../names/driveLetter';
import { drivesetColumns } from '../columns/drivesetColumns';
import { headerNames, nearestColumn } from './header';
import { columnSets, firstLine, kindOfHeader, scanLine, tableHead } from './tableKind';
import type { TableKind } from './tableKind';

/** Signs other than its text that a CSV is a table of a job. */
export interface TableSigns {
  /** The file's name, without folder. */
  readonly name: string;
  /** The language that the user has chosen for it. */
  readonly chosen?: TableKind | undefined;
  /** The kind that a `job.json` gives it. */
  readonly named?: TableKind | undefined;
  /** The kind that was recognized before its latest edit. */
  readonly before?: TableKind | undefined;
}

/** A headerless record with this many fields of the right kinds shows its table. */
const FIELDS_TO_SHOW = 3;

/**
 * Which table of a job a text is; `undefined` for any other text, which gets no findings. A file counts only if its
 * text shows it, or the user or a job says so; the file name counts only while a file is being started.
 */
export function recogniseTable(text: string, { name, chosen, named, before }: TableSigns): TableKind | undefined {
  const shown = kindOfHeader(text) ?? kindOfRecord(text);
  if (shown) return shown;
  const told = named ?? chosen;
  if (told) return told;
  if (before && !saysOtherwise(text, before)) return before;
  return kindOfBeginning(name, text);
}

/** The kind of table shown by a text alone, whatever its name. */
export function detectKind(text: string): TableKind | undefined {
  return recogniseTable(text, { name: '' });
}

/** True for a value that could be in a column. */
type FieldTest = (value: string) => boolean;

const isPath: FieldTest = (value) =>
  /^(?:drive-absolute|unc|native-absolute|forward-slash|device)$/.test(pathKind(value));
const isDestination: FieldTest = (value) => /^[$a-z0-9][a-z0-9-]{0,63}\/(?!\/)/i.test(value) && !value.includes('\\');
const isSideFile: FieldTest = (value) => /^none$/i.test(value) || /\.xml$/i.test(value);
const isOneOf =
  (values: readonly string[]): FieldTest =>
  (value) => {
    const nearest = nearestValue(value, values);
    return nearest !== undefined && nearest.likeness !== 'near';
  };
const valuesOf = (
  columns: readonly { readonly key: string; readonly values: readonly { readonly value: string }[] }[],
  key: string,
) => columns.find((column) => column.key === key)!.values.map(({ value }) => value);

const fieldTests: Readonly<Record<TableKind, readonly FieldTest[]>> = {
  dataset: [
    isPath,
    isDestination,
    isOneOf([...valuesOf(datasetColumns('blob'), 'type'), ...valuesOf(datasetColumns('files'), 'type')]),
    isOneOf(valuesOf(datasetColumns('blob'), 'disposition')),
    isSideFile,
    isSideFile,
  ],
  driveset: [
    (value) => driveLetter(value) !== undefined,
    isOneOf(valuesOf(drivesetColumns, 'formatOption')),
    isOneOf(valuesOf(drivesetColumns, 'silentOption')),
    isOneOf(valuesOf(drivesetColumns, 'encryption')),
    isRecoveryKeyShaped,
  ],
};

/** How many fields of a record have the kind of value that a table has in their place. */
function fieldsOfKind(record: RecordScanner, kind: TableKind): number {
  const found = fieldTests[kind].flatMap((test, index) => {
    if (index >= record.locatedFieldCount) return [];
    const value = valueOf(record, index);
    return value !== '' && test(value) ? [test] : [];
  });
  // Other programs write None too, so several fields with it count as one.
  return new Set(found).size;
}

/** A field's intended value, without quotes of any kind. */
function valueOf(record: RecordScanner, index: number): string {
  const raw = record.text.slice(record.starts[index], record.ends[index]);
  const value = fieldValue(raw, record.fieldFlags[index]!).trim();
  return record.fieldFlags[index]! & FieldFlag.Typographic
    ? value.replaceAll(/[\u201c-\u201f\u00ab\u00bb]/g, '')
    : value;
}

/** The table shown by the first record of a headerless text: by three fields including the first, or by more. */
function kindOfRecord(text: string): TableKind | undefined {
  const record = scanLine(firstLine(text));
  return (['dataset', 'driveset'] as const).find((kind) => {
    const count = fieldsOfKind(record, kind);
    return count > FIELDS_TO_SHOW || (count === FIELDS_TO_SHOW && fieldTests[kind][0]!(valueOf(record, 0)));
  });
}

/** True where the first record clearly rules out `kind`: it is complete, and none of its fields is of that kind. */
function saysOtherwise(text: string, kind: TableKind): boolean {
  if (tableHead(text, kind).linesAbove > 0) return false;
  const record = scanLine(firstLine(text));
  if (record.fieldCount < 2) return false;
  const isNamed = headerNames(record).some(({ name }) =>
    columnSets[kind].some((columns) => nearestColumn(name, columns)),
  );
  return !isNamed && fieldsOfKind(record, kind) < 2 && !fieldTests[kind][0]!(valueOf(record, 0));
}

/**
 * The kind of a file that is being started: it is named like one of the two, and contains at most the beginning of that
 * header.
 */
function kindOfBeginning(name: string, text: string): TableKind | undefined {
  const kind = /^(dataset|driveset)\.csv$/i.exec(name)?.[1]?.toLowerCase() as TableKind | undefined;
  if (!kind || text.length > LONGEST_BEGINNING) return undefined;
  const written = text
    .replaceAll(/[\s"\u201c\u201d\ufeff]/g, '')
    .replaceAll(';', ',')
    .toLowerCase();
  const isBeginning = columnSets[kind].some((columns) =>
    columns
      .map((column) => column.name.toLowerCase())
      .join(',')
      .startsWith(written),
  );
  return isBeginning ? kind : undefined;
}

/** Longer than any header, in UTF-16 units. */
const LONGEST_BEGINNING = 1024;
