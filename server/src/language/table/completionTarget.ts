import type { Position, Range } from 'vscode-languageserver-types';
import type { Column } from '#core/csv/column';
import { FieldFlag } from '#core/csv/recordScanner';
import type { TableDocument } from '#core/table/tableDocument';
import type { TableRow } from '#core/table/tableRow';
import { columnAt, fieldAt } from './fieldPlace';

/** The partly written field that completion was asked for. */
export interface CompletionTarget {
  /** `undefined` on an empty line. */
  readonly row: TableRow | undefined;
  readonly column: Column | undefined;
  readonly inHeader: boolean;
  /** What a completed value replaces: the field, as far as it is on the cursor's line. */
  readonly range: Range;
  /**
   * The text before the value: spaces, and the opening quote, which may be typographic. What the user has typed begins
   * with it.
   */
  readonly lead: string;
  /** The value up to the cursor, without quotes. */
  readonly typed: string;
  /** The value behind the cursor, without quotes. */
  readonly rest: string;
  readonly quoted: boolean;
}

/** The field at the cursor; `undefined` inside a field that began on an earlier line. */
export function completionTarget(table: TableDocument, position: Position): CompletionTarget | undefined {
  const { csv, headerRow } = table;
  const place = fieldAt(table, position);
  if (!place) {
    const row = csv.rowAtLine(position.line);
    if (row && !row.blank) return undefined;
    const at = csv.positionAt(csv.offsetAt(position));
    // The first line of an empty file will be the header; a later empty line will be a record.
    const inHeader = headerRow === undefined && table.recordCount === 0;
    return {
      row: undefined,
      column: columnAt(table, 0),
      inHeader,
      range: { start: at, end: at },
      lead: '',
      typed: '',
      rest: '',
      quoted: false,
    };
  }
  const { row, raw, flags, inHeader } = place;
  const cursor = csv.offsetAt(position) - csv.offsetOf(row) - place.start;
  const before = raw.slice(0, Math.max(0, cursor));
  if (/[\r\n]/.test(before)) return undefined;
  const lead = /^ *["\u201c-\u201f]?/.exec(raw)![0].slice(0, before.length);
  const quoted = lead !== '' && !lead.endsWith(' ');
  const end = before.length + endBehind(raw.slice(before.length), flags, String.fromCharCode(csv.shape.delimiter));
  const after = raw.slice(before.length, end).trimEnd();
  return {
    row,
    column: place.column,
    inHeader,
    range: csv.rangeOf(row, place.start, place.start + end),
    lead,
    typed: unquoted(before.slice(lead.length), quoted),
    rest: unquoted(quoted ? after.replace(/["\u201c-\u201f]$/, '') : after, quoted),
    quoted,
  };
}

/**
 * Where the field ends behind the cursor: on the same line and, if its quotes are broken, before the next delimiter.
 */
function endBehind(text: string, flags: number, delimiter: string): number {
  const line = text.search(/[\r\n]/);
  const ends = [line, flags & (FieldFlag.Stray | FieldFlag.Unclosed) ? text.indexOf(delimiter) : -1].filter(
    (end) => end >= 0,
  );
  return Math.min(text.length, ...ends);
}

function unquoted(text: string, quoted: boolean): string {
  return quoted ? text.replaceAll('""', '"') : text;
}
