import { COMMA } from '../csv/characters';
import type { Column } from '../csv/column';
import { fieldValue } from '../csv/scannedField';
import { FieldFlag, MAX_LOCATED_FIELDS } from '../csv/recordScanner';
import type { RecordScanner } from '../csv/recordScanner';
import { canonicalField } from '../csv/canonicalField';
import type { Conversion } from '../rules/finding';
import type { TextEdit } from '../text/textEdit';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { contentOf } from '../csv/fieldContent';
import { datasetColumns, datasetValues } from '../columns/datasetColumns';
import type { Dialect } from '../columns/datasetColumns';
import { proposeValue } from './proposeValue';
import type { TableDocument } from './tableDocument';
import type { TableRow } from './tableRow';

/** Flags of fields whose text would mean something else in another place. */
const BROKEN = FieldFlag.Stray | FieldFlag.Unclosed;

/** What a conversion makes of one record's fields as written; `undefined` leaves the record unchanged. */
type RecordConversion = (
  fields: readonly string[],
  row: TableRow,
  scanner: RecordScanner,
) => readonly string[] | undefined;

/**
 * The edits of a conversion, in order, at most one per record. Records with too many fields to locate stay as they are.
 */
export function convert(table: TableDocument, conversion: Conversion): TextEdit[] {
  return finish(convertSteps(table, conversion));
}

/** The same, one record per step. */
export function* convertSteps(table: TableDocument, conversion: Conversion): Steps<TextEdit[]> {
  const convertRecord = recordConversion(table, conversion);
  if (!convertRecord) return [];
  const delimiter = conversion.kind === 'delimiter' ? ',' : String.fromCharCode(table.csv.shape.delimiter);
  const edits: TextEdit[] = [];
  for (const row of table.csv.rows()) {
    yield;
    if (row.blank) continue;
    const scanner = table.csv.scan(row);
    if (scanner.fieldCount > MAX_LOCATED_FIELDS) continue;
    const start = table.csv.offsetOf(row);
    const from = scanner.starts[0]! - scanner.start;
    const to = scanner.end - scanner.start;
    const before = scanner.text.slice(scanner.start + from, scanner.end);
    const after = convertRecord(writtenFields(scanner, delimiter), row, scanner)?.join(delimiter);
    if (after !== undefined && after !== before) edits.push({ start: start + from, end: start + to, text: after });
  }
  return edits;
}

function recordConversion(table: TableDocument, conversion: Conversion): RecordConversion | undefined {
  switch (conversion.kind) {
    case 'delimiter':
      return table.csv.shape.delimiter === COMMA
        ? undefined
        : (fields, _row, scanner) => (isInCommas(scanner, table) ? undefined : fields);
    case 'column-order':
      return isOrderly(table) ? reorder(table) : undefined;
    case 'dialect':
      return renameColumns(table, conversion.to);
    case 'add-column':
      return addColumn(table, conversion.column);
  }
}

/** True for a record that would have the right number of fields if it were read with commas. */
function isInCommas({ fieldCount, text, start, end }: RecordScanner, { header }: TableDocument): boolean {
  return fieldCount !== header.fieldCount && text.slice(start, end).split(',').length === header.fieldCount;
}

/** True where every value is in the right column, so that columns can be reordered. */
function isOrderly({ csv, header }: TableDocument): boolean {
  for (const row of csv.rows()) {
    if (row.blank) continue;
    const { fieldCount, flags } = csv.scan(row);
    if (fieldCount > header.fieldCount || (flags & BROKEN) !== 0) return false;
  }
  return header.joint === undefined;
}

/** True where a conversion would change something and suits all records. */
export function isConvertible(table: TableDocument, conversion: Conversion): boolean {
  if (conversion.kind === 'column-order') return isOrderly(table);
  return conversion.kind !== 'dialect' || renameColumns(table, conversion.to) !== undefined;
}

/** Renames the header to that of the other dialect, if all records belong to that one. */
function renameColumns(table: TableDocument, to: Dialect): RecordConversion | undefined {
  const { columns, header, headerRow } = table;
  if (!headerRow) return undefined;
  const values = datasetValues(to, 'type').map((value) => value.toLowerCase());
  for (const { fields } of table.records()) {
    const type = contentOf(fields['type'])?.toLowerCase();
    if (type === undefined || !values.includes(type)) return undefined;
  }
  const names = header.fields.map((_, i) => {
    const key = columns[header.positions.indexOf(i)]?.key;
    return datasetColumns(to).find((column) => column.key === key)?.name;
  });
  return (fields, row) => (row === headerRow ? fields.map((field, i) => names[i] ?? field) : undefined);
}

/** The fields as written, so that each keeps its value in any position. */
function writtenFields(scanner: RecordScanner, delimiter: string): string[] {
  return Array.from({ length: scanner.fieldCount }, (_, i) => {
    const raw = scanner.text.slice(scanner.starts[i], scanner.ends[i]);
    const flags = scanner.fieldFlags[i]!;
    if (flags & BROKEN) return canonicalField(fieldValue(raw, flags), true);
    return flags & FieldFlag.Quoted ? raw : quoteBare(raw, delimiter);
  });
}

function quoteBare(raw: string, delimiter: string): string {
  return raw.includes(delimiter) ? canonicalField(raw) : raw;
}

/** Puts the documented columns first, in their order, then all others. Missing fields at the end count as empty. */
function reorder({ header }: TableDocument): RecordConversion | undefined {
  const known = header.positions.filter((position) => position >= 0);
  const others = header.fields.map((_, i) => i).filter((i) => !known.includes(i));
  const order = [...known, ...others];
  if (order.every((position, i) => position === i)) return undefined;
  return (fields) => [...order.map((position) => fields[position] ?? ''), ...fields.slice(order.length)];
}

/** Adds a field for the column, after the column that precedes it in the documentation. */
function addColumn(table: TableDocument, name: string): RecordConversion | undefined {
  const { columns, header, headerRow } = table;
  const ordinal = columns.findIndex((column) => column.name === name);
  const column = columns[ordinal];
  if (!column || header.positions[ordinal]! >= 0) return undefined;
  const place = Math.max(-1, ...header.positions.slice(0, ordinal)) + 1;
  return (fields, row) => {
    if (row === headerRow) return fields.toSpliced(place, 0, column.name);
    // A record with a surplus field already has a value for the column.
    if (fields.length > header.fields.length) return undefined;
    const value = proposedField(table, row, column);
    return place > fields.length ? undefined : fields.toSpliced(place, 0, value);
  };
}

function proposedField(table: TableDocument, row: TableRow, column: Column): string {
  return canonicalField(proposeValue(table, row, column));
}
