import type { Range, TextEdit } from 'vscode-languageserver-types';
import { canonicalField } from '#core/csv/canonicalField';
import { compareRows } from '#core/csv/csvChunk';
import { FieldFlag, MAX_LOCATED_FIELDS } from '#core/csv/recordScanner';
import type { RecordScanner } from '#core/csv/recordScanner';
import { fieldValue } from '#core/csv/scannedField';
import type { TableDocument } from '#core/table/tableDocument';
import type { TableRow } from '#core/table/tableRow';
import type { Steps } from '#core/work/steps';
import type { TableContext } from './tableFile';

/** Records with these flags are left to the rules: rewriting them would mean guessing what they mean. */
const BROKEN = FieldFlag.Stray | FieldFlag.Unclosed | FieldFlag.Typographic | FieldFlag.Control;

/** The greatest width to which a column is padded; longer values stick out. */
const MAX_WIDTH = 80;

/**
 * Writes canonical quotes and removes spaces beside delimiters; no other character changes. With *align*, values are
 * followed by spaces so that columns line up. To the tool, these spaces are part of the values, as
 * csv/space-around-delimiter says about every such record, until *shrink* removes them: alignment is for reading only.
 * One edit per changed record. Records that break CSV's grammar are left alone.
 */
export function format(context: TableContext): Promise<TextEdit[]> {
  return formatLines(context, 0, Infinity);
}

/** The same for the records of a range; only these are aligned with each other. */
export function formatRange(context: TableContext, { start, end }: Range): Promise<TextEdit[]> {
  // A selection that ends at the very start of a line does not include that line.
  const lastLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return formatLines(context, start.line, lastLine);
}

async function formatLines(context: TableContext, firstLine: number, lastLine: number): Promise<TextEdit[]> {
  return (await context.run(formatSteps(context, firstLine, lastLine))) ?? [];
}

function* formatSteps(
  { model: { table }, settings }: TableContext,
  firstLine: number,
  lastLine: number,
): Steps<TextEdit[]> {
  const written = writer(table);
  const widths = settings.format === 'align' ? yield* columnWidths(table, firstLine, lastLine, written) : [];
  const delimiter = String.fromCharCode(table.csv.shape.delimiter);
  const edits: TextEdit[] = [];
  for (const row of table.csv.rows(firstLine, lastLine)) {
    yield;
    const fields = written(row);
    if (!fields) continue;
    const { text, start, end, starts } = table.csv.scanner;
    const after =
      widths.length > 0 && isOneLine(fields) ? joinAligned(fields, widths, delimiter) : fields.join(delimiter);
    const from = starts[0]!;
    if (text.slice(from, end) !== after)
      edits.push({ range: table.csv.rangeOf(row, from - start, end - start), newText: after });
  }
  return edits;
}

/** Scans a record and returns its fields in canonical form; `undefined` for one that stays as it is. */
type Writer = (row: TableRow) => readonly string[] | undefined;

function writer(table: TableDocument): Writer {
  const { csv, headerRow } = table;
  const unclosed = firstUnclosed(table);
  return (row) => {
    const scanner = csv.scan(row);
    if (row.blank || scanner.fieldCount > MAX_LOCATED_FIELDS || (scanner.flags & BROKEN) !== 0) return undefined;
    // After an unclosed quote, every further quote decides where its record ends, so none may be added or removed.
    const keepQuotes = unclosed !== undefined && compareRows(unclosed, row) < 0;
    const fields = Array.from({ length: scanner.fieldCount }, (_, i) =>
      canonical(scanner, i, row === headerRow, keepQuotes),
    );
    // A record with one empty field would become an empty line, which is not a record.
    return fields.length === 1 && fields[0] === '' ? undefined : fields;
  };
}

function canonical(
  { text, starts, ends, fieldFlags }: RecordScanner,
  index: number,
  inHeader: boolean,
  keepQuotes: boolean,
): string {
  const raw = text.slice(starts[index], ends[index]);
  const flags = fieldFlags[index]!;
  const trimmed = trimSpaces(raw);
  if (keepQuotes) return trimmed;
  const value = flags & FieldFlag.Quoted ? fieldValue(raw, flags) : trimmed;
  // Column names are recognized by their letters; quotes around one with a space would only make it worse.
  if (inHeader && (flags & FieldFlag.Quoted) === 0) return value;
  return canonicalField(value);
}

function firstUnclosed({ csv }: TableDocument): TableRow | undefined {
  return [...csv.unclosedRows].sort(compareRows)[0];
}

function* columnWidths(table: TableDocument, firstLine: number, lastLine: number, written: Writer): Steps<number[]> {
  const widths: number[] = [];
  for (const row of table.csv.rows(firstLine, lastLine)) {
    yield;
    const fields = written(row);
    if (!fields || !isOneLine(fields)) continue;
    fields.forEach((field, i) => {
      if (field.length <= MAX_WIDTH) widths[i] = Math.max(widths[i] ?? 0, field.length);
    });
  }
  return widths;
}

/** The widest value of a column gets no space after it, and neither does a record's last value. */
function joinAligned(fields: readonly string[], widths: readonly number[], delimiter: string): string {
  const last = fields.length - 1;
  let text = '';
  for (let i = 0; i < last; i++) text += fields[i]!.padEnd(widths[i] ?? 0) + delimiter;
  return text + fields[last]!;
}

function isOneLine(fields: readonly string[]): boolean {
  return !fields.some((field) => /[\r\n]/.test(field));
}

function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === ' ') start++;
  while (end > start && text[end - 1] === ' ') end--;
  return text.slice(start, end);
}
