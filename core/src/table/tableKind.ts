import type { Column } from '../csv/column';
import { TYPOGRAPHIC_QUOTES } from '../csv/characters';
import { csvShape, detectDelimiter } from '../csv/csvShape';
import type { CsvShape } from '../csv/csvShape';
import { RecordScanner } from '../csv/recordScanner';
import { quotedRecord } from '../csv/quotedRecord';
import { PATH_START } from '../csv/recordStart';
import { datasetColumns } from '../columns/datasetColumns';
import type { Dialect } from '../columns/datasetColumns';
import { drivesetColumns } from '../columns/drivesetColumns';
import { headerNames, nearestColumn, readHeader } from './header';

/** The two CSV files of a job. */
export type TableKind = 'dataset' | 'driveset';

/** The first line's end, looked for in so many UTF-16 units at most. */
export const MAX_HEADER_LENGTH = 64 * 1024;

/** Lines that are looked at for a header below a title or a comment; empty ones do not count. */
export const MAX_LINES_ABOVE = 8;

/** How a driveset's data begins that is taken for the file's first record. */
const DRIVE = new RegExp(String.raw`^\s*["${TYPOGRAPHIC_QUOTES}]?[A-Za-z](?::\\?)?\s*[,;\t]`);

const startsOfRecords = { dataset: 'path', driveset: 'drive' } as const;

/** The columns that a kind of table can have; a dataset has one of two sets. */
export const columnSets: Readonly<Record<TableKind, readonly (readonly Column[])[]>> = {
  dataset: [datasetColumns('blob'), datasetColumns('files')],
  driveset: [drivesetColumns],
};

/** The first lines that are not empty, `limit` of them at most. */
export function firstLines(text: string, limit: number): string[] {
  const head = text.slice(0, MAX_HEADER_LENGTH).replace(/^\ufeff/, '');
  const lines: string[] = [];
  for (let at = 0; at < head.length && lines.length < limit;) {
    const end = /[\r\n]/g;
    end.lastIndex = at;
    const to = end.exec(head)?.index ?? head.length;
    if (to > at) lines.push(head.slice(at, to));
    at = to + 1;
  }
  return lines;
}

/** The first line that is not empty. */
export function firstLine(text: string): string {
  return firstLines(text, 1)[0] ?? '';
}

/** The line break behind the first line; `undefined` where there is none. */
export function firstLineBreak(text: string): string | undefined {
  return /\r\n|\n|\r/.exec(text.slice(0, MAX_HEADER_LENGTH))?.[0];
}

/** Reads one line as a record; one that stands in quotes as a whole is read without them. */
export function scanLine(line: string): RecordScanner {
  const scanner = new RecordScanner(csvShape(line, 'unknown'));
  scanner.scan(line, 0);
  const inner = scanner.end === line.length ? quotedRecord(scanner) : undefined;
  return inner === undefined ? scanner : scanLine(inner);
}

/** The column names that a first line holds, near misses included; empty where it is no header. */
export function recognisedColumns(line: string, columns: readonly Column[]): readonly Column[] {
  return headerNames(scanLine(line)).flatMap(({ name }) => nearestColumn(name, columns) ?? []);
}

/** True of a record that names columns: two of them exactly, or three with slips. */
export function namesColumns(scanner: RecordScanner, columns: readonly Column[]): boolean {
  const nearest = new Set<Column>();
  const exact = new Set<Column>();
  for (const { name } of headerNames(scanner)) {
    const column = nearestColumn(name, columns);
    if (!column) continue;
    nearest.add(column);
    if (column.name === name) exact.add(column);
  }
  return exact.size >= 2 || nearest.size >= 3;
}

/** True of a line that is a header of `kind`; `strictly`: of one that holds little else. */
function isHeaderLine(line: string, kind: TableKind, strictly: boolean): boolean {
  const scanner = scanLine(line);
  return columnSets[kind].some((columns) => {
    if (!namesColumns(scanner, columns)) return false;
    if (!strictly) return true;
    // Of a line that goes on with a record, what stands before it.
    const known = readHeader(scanner, columns, recordStarts[kind]).fields.map(({ column }) => column !== undefined);
    return known[0]! && 2 * known.filter(Boolean).length >= known.length;
  });
}

/** How the beginning of a table is made up. */
export interface TableHead {
  /** The header, or what stands in its place. */
  readonly line: string;
  /** Lines above it that are neither header nor data nor empty: a title, a comment, `sep=`. */
  readonly linesAbove: number;
  /** True where the first line itself is a header or data, so that nothing below it can be the header. */
  readonly isFirst: boolean;
}

/** Finds the header of a table of `kind`, below whatever else stands there. */
export function tableHead(text: string, kind: TableKind): TableHead {
  const lines = firstLines(text, MAX_LINES_ABOVE);
  const [line = ''] = lines;
  const isFirst = isHeaderLine(line, kind, false) || startsWithData(line, kind);
  const below = isFirst ? -1 : lines.findIndex((other, index) => index > 0 && isHeaderLine(other, kind, true));
  return below < 0 ? { line, linesAbove: 0, isFirst } : { line: lines[below]!, linesAbove: below, isFirst };
}

/** The kind of table whose header a text begins with; one or a few lines may stand above it. */
export function kindOfHeader(text: string): TableKind | undefined {
  return firstLines(text, MAX_LINES_ABOVE)
    .map((line, index) => mostNamed(line, index > 0))
    .find((kind) => kind !== undefined);
}

function mostNamed(line: string, strictly: boolean): TableKind | undefined {
  const kinds = (['dataset', 'driveset'] as const).filter((kind) => isHeaderLine(line, kind, strictly));
  const count = (kind: TableKind) =>
    Math.max(...columnSets[kind].map((columns) => recognisedColumns(line, columns).length));
  return kinds.sort((a, b) => count(b) - count(a))[0];
}

/** True of a line that begins as a record of `kind` does. */
export function startsWithData(line: string, kind: TableKind): boolean {
  return (kind === 'dataset' ? PATH_START : DRIVE).test(line.slice(0, 64));
}

/** A dataset's dialect, by its header: `files` where more is named that this dialect alone has; without header, by its first record's type. */
export function detectDialect(text: string): Dialect {
  const { line } = tableHead(text, 'dataset');
  const named = (dialect: Dialect) => exclusiveColumns(dialect).filter(({ name }) => holdsName(line, name));
  const files = named('files');
  const blob = named('blob');
  const recognised = recognisedColumns(line, columnsOfBothDialects);
  const isField = (column: Column) => recognised.includes(column);
  // Names that are no fields may be part of a path, or of a header whose quotes are broken.
  if (![...files, ...blob].some(isField))
    return startsWithData(line, 'dataset') ? dialectOfRecord(scanLine(line)) : moreOf(files, blob);
  return moreOf(files.filter(isField), blob.filter(isField));
}

function moreOf(files: readonly Column[], blob: readonly Column[]): Dialect {
  return files.length > blob.length ? 'files' : 'blob';
}

function exclusiveColumns(dialect: Dialect): readonly Column[] {
  const others = new Set(datasetColumns(dialect === 'files' ? 'blob' : 'files').map(({ name }) => name));
  return datasetColumns(dialect).filter(({ name }) => !others.has(name));
}

const columnsOfBothDialects: readonly Column[] = [...datasetColumns('blob'), ...exclusiveColumns('files')];

/** The dialect that the record that `scanner` found last shows, by a type which only one of them has. */
export function dialectOfRecord(scanner: RecordScanner): Dialect {
  const type = headerNames(scanner)[2]?.name.toLowerCase();
  return type === 'file' || type === 'blob' ? 'files' : 'blob';
}

/** True where the line holds the name itself, whatever its case, its spaces and quotes in it. */
function holdsName(line: string, name: string): boolean {
  return line
    .replaceAll(/[\s"_-]/g, '')
    .toLowerCase()
    .includes(name.toLowerCase());
}

/** True where the record that `scanner` found last is no header over `columns` but data. */
export function beginsWithData(scanner: RecordScanner, kind: TableKind, columns: readonly Column[]): boolean {
  const quoted = quotedRecord(scanner);
  const record = quoted === undefined ? scanner : scanLine(quoted);
  if (headerNames(record).some(({ name }) => nearestColumn(name, columns))) return false;
  return startsWithData(record.text.slice(record.start, record.start + 64), kind);
}

/** How records of each kind of table begin, looked for on the line of their header. */
export const recordStarts: Readonly<Record<TableKind, RegExp>> = {
  dataset: PATH_START,
  driveset: new RegExp(String.raw`^\s*["${TYPOGRAPHIC_QUOTES}]?[A-Za-z](?::\\?)?["${TYPOGRAPHIC_QUOTES}]?\s*$`),
};

/** The shape of a table's text. */
export function tableShape(text: string, kind: TableKind): CsvShape {
  const { line } = tableHead(text, kind);
  return csvShape(line, startsOfRecords[kind], detectDelimiter(line));
}
