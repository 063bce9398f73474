import { contentOf, contentSpan } from '#core/csv/fieldContent';
import type { Field } from '#core/csv/field';
import { isUrl, parseDestination } from '#core/dataset/destination';
import { driveLetter } from '#core/names/driveLetter';
import { driveLetterOf } from '#core/names/windowsPath';
import type { TableDocument } from '#core/table/tableDocument';
import type { TableRow } from '#core/table/tableRow';
import type { Position, Span } from '#core/text/position';

/** A name shared by the files of a job: a container or share, or a drive letter. */
export interface JobName extends Span {
  readonly kind: 'container' | 'drive';
  /** As written in the file. */
  readonly text: string;
  readonly row: TableRow;
}

/** Case does not matter for drive letters, but does for containers. */
export function isSameName(a: JobName, b: JobName): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === 'drive' ? a.text.toUpperCase() === b.text.toUpperCase() : a.text === b.text;
}

/** The name that contains `position` or ends there. */
export function nameAt(table: TableDocument, position: Position): JobName | undefined {
  const row = table.csv.rowAtLine(position.line);
  if (!row || row.blank || row === table.headerRow) return undefined;
  const offset = table.csv.offsetAt(position) - table.csv.offsetOf(row);
  return namesIn(table, row).find(({ start, end }) => start <= offset && offset <= end);
}

/** The names in a record. Spans are relative to the record. */
export function namesIn(table: TableDocument, row: TableRow): JobName[] {
  const fields = table.read(row);
  if (table.kind === 'driveset') return driveName(row, fields['driveLetter'], driveLetter);
  return [
    ...['basePath', 'metadataFile', 'propertiesFile'].flatMap((key) => driveName(row, fields[key], driveLetterOf)),
    ...containerName(row, fields['destination']),
  ];
}

function driveName(row: TableRow, field: Field | undefined, letterOf: (text: string) => string | undefined): JobName[] {
  const text = contentOf(field);
  if (!field || !text || letterOf(text) === undefined) return [];
  return [{ kind: 'drive', row, text: text.charAt(0), ...contentSpan(field, 0, 1) }];
}

function containerName(row: TableRow, field: Field | undefined): JobName[] {
  const text = contentOf(field);
  if (!field || !text || isUrl(text)) return [];
  const { leading, nameEnd } = parseDestination(text);
  if (nameEnd === leading) return [];
  return [{ kind: 'container', row, text: text.slice(leading, nameEnd), ...contentSpan(field, leading, nameEnd) }];
}
