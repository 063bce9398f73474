import type { Column } from '#core/csv/column';
import type { Field } from '#core/csv/field';
import { FieldFlag } from '#core/csv/recordScanner';
import type { RecordScanner } from '#core/csv/recordScanner';
import { fieldValue } from '#core/csv/scannedField';
import type { TableDocument } from '#core/table/tableDocument';
import type { TableRow } from '#core/table/tableRow';
import type { Position, Range, Span } from '#core/text/position';

/** A field with its place and column. It is a snapshot, so reading other records does not change it. */
export interface FieldPlace extends Field {
  readonly row: TableRow;
  /** Index within the record. */
  readonly index: number;
  /** `undefined` where the header has no column for it. */
  readonly column: Column | undefined;
  readonly inHeader: boolean;
  /** Bits of `FieldFlag`. */
  readonly flags: number;
}

/** The column of the field at `index` of a record. */
export function columnAt(table: TableDocument, index: number): Column | undefined {
  return table.columns[table.header.positions.indexOf(index)];
}

/** The field that contains `position` or ends there; `undefined` on empty lines and after the last located field. */
export function fieldAt(table: TableDocument, position: Position): FieldPlace | undefined {
  const row = table.csv.rowAtLine(position.line);
  if (!row || row.blank) return undefined;
  const within = table.csv.offsetAt(position) - table.csv.offsetOf(row);
  const scanner = table.csv.scan(row);
  for (let index = 0; index < scanner.locatedFieldCount; index++) {
    if (scanner.ends[index]! - scanner.start >= within) return placeOf(table, row, scanner, index);
  }
  return undefined;
}

/** The located fields of a record. */
export function fieldsOf(table: TableDocument, row: TableRow): FieldPlace[] {
  const scanner = table.csv.scan(row);
  return Array.from({ length: scanner.locatedFieldCount }, (_, index) => placeOf(table, row, scanner, index));
}

function placeOf(table: TableDocument, row: TableRow, scanner: RecordScanner, index: number): FieldPlace {
  const start = scanner.starts[index]!;
  const end = scanner.ends[index]!;
  const flags = scanner.fieldFlags[index]!;
  const raw = scanner.text.slice(start, end);
  return {
    row,
    index,
    column: columnAt(table, index),
    inHeader: row === table.headerRow,
    start: start - scanner.start,
    end: end - scanner.start,
    raw,
    value: fieldValue(raw, flags),
    quoted: (flags & FieldFlag.Quoted) !== 0,
    flags,
  };
}

/** The range in the document of a part of the field's record. */
export function rangeIn(table: TableDocument, { row }: FieldPlace, { start, end }: Span): Range {
  return table.csv.rangeOf(row, start, end);
}

/**
 * The part of a field between its quotes, or between the spaces around an unquoted value; quotes may be missing or
 * typographic.
 */
export function innerSpan({ raw, start }: Pick<Field, 'raw' | 'start'>): Span {
  let from = 0;
  let to = raw.length;
  while (from < to && raw[from] === ' ') from++;
  while (to > from && raw[to - 1] === ' ') to--;
  const opens = isQuote(raw[from]);
  if (opens && from < to) from++;
  if (opens && to > from && isQuote(raw[to - 1])) to--;
  return { start: start + from, end: start + to };
}

function isQuote(character: string | undefined): boolean {
  return character !== undefined && '"\u201c\u201d\u201e\u201f'.includes(character);
}
