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

/** How far the end of the first line is searched for, in UTF-16 units. */
export const MAX_HEADER_LENGTH = 64 * 1024;

/** How many lines are searched for a header below a title or comment; empty lines do not count. */
export const MAX_LINES_ABOVE = 8;

/** How a driveset's data begins, to tell a first record from a header. */
const DRIVE = new RegExp(String.raw`^\s*["${TYPOGRAPHIC_QUOTES}]?[A-Za-z](?::\\?)?\s*[,;\t]`);

const startsOfRecords = { dataset: 'path', driveset: 'drive' } as const;

/** The possible columns of each kind of table; a dataset has one of two sets. */
export const columnSets: Readonly<Record<TableKind, readonly (readonly Column[])[]>> = {
  dataset: [datasetColumns('blob'), datasetColumns('files')],
  driveset: [drivesetColumns],
};

/** The first non-empty lines, at most `limit`. */
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

/** The first non-empty line. */
export function firstLine(text: string): string {
  return firstLines(text, 1)[0] ?? '';
}

/** The line break after the first line; `undefined` where there is none. */
export function firstLineBreak(text: string): string | undefined {
  return /\r\n|\n|\r/.exec(text.slice(0, MAX_HEADER_LENGTH))?.[0];
}

/** Scans one line as a record; if it is quoted as a whole, its content is scanned. */
export function scanLine(line: string): RecordScanner {
  const scanner = new RecordScanner(csvShape(line, 'unknown'));
  scanner.scan(line, 0);
  const inner = scanner.end === line.length ? quotedRecord(scanner) : undefined;
  return inner === undefined ? scanner : scanLine(inner);
}

/** The columns that a first line names, including near misses; empty where it is not a header. */
export function recognisedColumns(line: string, columns: readonly Column[]): readonly Column[] {
  return headerNames(scanLine(line)).flatMap(({ name }) => nearestColumn(name, columns) ?? []);
}

/** True for a record that names columns: two exactly, or three with misspellings. */
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

/** True for a line that is a header of `kind`; `strictly`: and contains little else. */
function isHeaderLine(line: string, kind: TableKind, strictly: boolean): boolean {
  const scanner = scanLine(line);
  return columnSets[kind].some((columns) => {
    if (!namesColumns(scanner, columns)) return false;
    if (!strictly) return true;
    // If a record follows on the same line, only the part before it counts.
    const known = readHeader(scanner, columns, recordStarts[kind]).fields.map(({ column }) => column !== undefined);
    return known[0]! && 2 * known.filter(Boolean).length >= known.length;
  });
}

/** The structure of the beginning of a table. */
export interface TableHead {
  /** The header, or the line in its place. */
  readonly line: string;
  /** Non-empty lines above it that are neither header nor data: a title, a comment, `sep=`. */
  readonly linesAbove: number;
  /** True where the first line itself is a header or data, so that nothing below it can be the header. */
  readonly isFirst: boolean;
}

/** Finds the header of a table of `kind`, below any other lines. */
export function tableHead(text: string, kind: TableKind): TableHead {
  const lines = firstLines(text, MAX_LINES_ABOVE);
  const [line = ''] = lines;
  const isFirst = isHeaderLine(line, kind, false) || startsWithData(line, kind);
  const below = isFirst ? -1 : lines.findIndex((other, index) => index > 0 && isHeaderLine(other, kind, true));
  return below < 0 ? { line, linesAbove: 0, isFirst } : { line: lines[below]!, linesAbove: below, isFirst };
}

/** The kind of table whose header a text begins with; a few lines may be above it. */
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

/** True for a line that begins like a record of `kind`. */
export function startsWithData(line: string, kind: TableKind): boolean {
  return (kind === 'dataset' ? PATH_START : DRIVE).test(line.slice(0, 64));
}

/**
 * A dataset's dialect: `files` if its header names more columns of that dialect; without a header, it is determined by
 * the first record's type.
 */
export function detectDialect(text: string): Dialect {
  const { line } = tableHead(text, 'dataset');
  const named = (dialect: Dialect) => exclusiveColumns(dialect).filter(({ name }) => holdsName(line, name));
  const files = named('files');
  const blob = named('blob');
  const recognised = recognisedColumns(line, columnsOfBothDialects);
  const isField = (column: Column) => recognised.includes(column);
  // Names that are not whole fields may be part of a path, or of a header whose quotes are broken.
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

/** The dialect of the record scanned last, if its type occurs in only one dialect. */
export function dialectOfRecord(scanner: RecordScanner): Dialect {
  const type = headerNames(scanner)[2]?.name.toLowerCase();
  return type === 'file' || type === 'blob' ? 'files' : 'blob';
}

/** True where the line contains the name, regardless of case, spaces and quotes. */
function holdsName(line: string, name: string): boolean {
  return line
    .replaceAll(/[\s"_-]/g, '')
    .toLowerCase()
    .includes(name.toLowerCase());
}

/** True where the record scanned last is not a header with `columns` but data. */
export function beginsWithData(scanner: RecordScanner, kind: TableKind, columns: readonly Column[]): boolean {
  const quoted = quotedRecord(scanner);
  const record = quoted === undefined ? scanner : scanLine(quoted);
  if (headerNames(record).some(({ name }) => nearestColumn(name, columns))) return false;
  return startsWithData(record.text.slice(record.start, record.start + 64), kind);
}

/** How records of each kind of table begin, to find one on the header's line. */
export const recordStarts: Readonly<Record<TableKind, RegExp>> = {
  dataset: PATH_START,
  driveset: new RegExp(String.raw`^\s*["${TYPOGRAPHIC_QUOTES}]?[A-Za-z](?::\\?)?["${TYPOGRAPHIC_QUOTES}]?\s*$`),
};

/** The shape of a table's text. */
export function tableShape(text: string, kind: TableKind): CsvShape {
  const { line } = tableHead(text, kind);
  return csvShape(line, startsOfRecords[kind], detectDelimiter(line));
}
