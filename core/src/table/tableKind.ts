import type { Column } from '../csv/column';
import { TYPOGRAPHIC_QUOTES } from '../csv/characters';
import { csvShape, detectDelimiter } from '../csv/csvShape';
import type { CsvShape } from '../csv/csvShape';
import { RecordScanner } from '../csv/recordScanner';
import { PATH_START } from '../csv/recordStart';
import { datasetColumns } from '../dataset/datasetColumns';
import type { Dialect } from '../dataset/datasetRow';
import { drivesetColumns } from '../driveset/drivesetColumns';
import { headerNames, nearestColumn } from './header';

/** The two CSV files of a job. */
export type TableKind = 'dataset' | 'driveset';

/** The first line's end, looked for in so many UTF-16 units at most. */
export const MAX_HEADER_LENGTH = 64 * 1024;

/** How a driveset's data begins that is taken for the file's first record. */
const DRIVE = new RegExp(String.raw`^\s*["${TYPOGRAPHIC_QUOTES}]?[A-Za-z](?::\\?)?\s*[,;\t]`);

const startsOfRecords = { dataset: 'path', driveset: 'drive' } as const;

/** The first line that is not empty. */
export function firstLine(text: string): string {
  const head = text.slice(0, MAX_HEADER_LENGTH).replace(/^\ufeff?[\r\n]+/, '');
  const end = head.search(/[\r\n]/);
  return end < 0 ? head : head.slice(0, end);
}

/** The line break behind the first line; `undefined` where there is none. */
export function firstLineBreak(text: string): string | undefined {
  return /\r\n|\n|\r/.exec(text.slice(0, MAX_HEADER_LENGTH))?.[0];
}

/** The column names that a first line holds, near misses included; empty where it is no header. */
export function recognisedColumns(line: string, columns: readonly Column[]): readonly Column[] {
  const scanner = new RecordScanner(csvShape(line, 'unknown'));
  scanner.scan(line, 0);
  return headerNames(scanner).flatMap(({ name }) => nearestColumn(name, columns) ?? []);
}

/** What kind of table a text is, by its first line; `undefined` where it does not say. */
export function detectKind(text: string): TableKind | undefined {
  const line = firstLine(text);
  const dataset = Math.max(...(['blob', 'files'] as const).map((dialect) => recognisedColumns(line, datasetColumns(dialect)).length));
  const driveset = recognisedColumns(line, drivesetColumns).length;
  if (dataset !== driveset) return dataset > driveset ? 'dataset' : 'driveset';
  if (PATH_START.test(line)) return 'dataset';
  if (DRIVE.test(line)) return 'driveset';
  return undefined;
}

/** The kind of table that a file's name promises. */
export function tableKindOfName(name: string): TableKind | undefined {
  if (/drive[-_ ]?set.*\.(?:csv|txt)$/i.test(name)) return 'driveset';
  return /data[-_ ]?set.*\.(?:csv|txt)$/i.test(name) ? 'dataset' : undefined;
}

/** A dataset's dialect, by its header: `files` where a column of that dialect alone is named. */
export function detectDialect(text: string): Dialect {
  const line = firstLine(text);
  const only = (dialect: Dialect, other: Dialect) => {
    const others = new Set(datasetColumns(other).map(({ name }) => name));
    return recognisedColumns(line, datasetColumns(dialect)).filter(({ name }) => !others.has(name) && nearlyNamed(line, name)).length;
  };
  return only('files', 'blob') > only('blob', 'files') ? 'files' : 'blob';
}

/** True where the line holds the name itself, whatever its case and spacing. */
function nearlyNamed(line: string, name: string): boolean {
  return line.replaceAll(/[\s_-]/g, '').toLowerCase().includes(name.toLowerCase());
}

/** True where the record that `scanner` found last is no header over `columns` but data. */
export function beginsWithData(scanner: RecordScanner, kind: TableKind, columns: readonly Column[]): boolean {
  if (headerNames(scanner).some(({ name }) => nearestColumn(name, columns))) return false;
  return (kind === 'dataset' ? PATH_START : DRIVE).test(scanner.text.slice(scanner.start, scanner.start + 64));
}

/** The shape of a table's text. */
export function tableShape(text: string, kind: TableKind): CsvShape {
  const line = firstLine(text);
  return csvShape(line, startsOfRecords[kind], detectDelimiter(line));
}
