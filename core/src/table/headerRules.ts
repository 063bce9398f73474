import type { Column } from '../csv/column';
import { COMMA } from '../csv/characters';
import { delimiterNames } from '../csv/csvShape';
import { canonicalField } from '../csv/canonicalField';
import type { RecordScanner } from '../csv/recordScanner';
import type { Report } from '../rules/finding';
import type { Header, HeaderField } from './header';

/** Reports what is wrong with the header record that `scanner` found last. */
export function checkHeader(header: Header, scanner: RecordScanner, columns: readonly Column[], report: Report): void {
  checkDelimiter(scanner, report);
  for (const field of header.fields) checkColumn(field, header, columns, report);
  const end = scanner.end - scanner.start;
  columns.forEach((column, i) => {
    if (!column.required || header.positions[i]! >= 0) return;
    report({ code: 'csv/column-missing', start: end, end, args: [column.name], fixes: () => addColumn(column) });
  });
  checkOrder(header, columns, report);
}

/** Reports that the file begins with data; `fieldCount` is what its first record has. */
export function reportMissingHeader(scanner: RecordScanner, columns: readonly Column[], report: Report): void {
  const delimiter = String.fromCharCode(scanner.shape.delimiter);
  const names = columns.slice(0, Math.max(scanner.fieldCount, columns.filter(({ required }) => required).length)).map(({ name }) => name);
  const lineBreak = scanner.text.slice(scanner.end, scanner.next) || '\n';
  report({
    code: 'csv/header-missing',
    start: 0,
    end: scanner.end - scanner.start,
    args: [names.join(',')],
    fixes: () => [{ title: 'Insert the header', edits: [{ start: 0, end: 0, text: names.join(delimiter) + lineBreak }] }],
  });
  checkDelimiter(scanner, report);
}

function checkDelimiter({ shape, starts, ends, start, fieldCount }: RecordScanner, report: Report): void {
  if (shape.delimiter === COMMA || fieldCount < 2) return;
  report({
    code: 'csv/delimiter',
    start: ends[0]! - start,
    end: starts[1]! - start,
    args: [delimiterNames.get(shape.delimiter)!],
    fixes: () => [{ title: 'Separate all fields by commas', edits: [], conversion: { kind: 'delimiter' } }],
  });
}

function checkColumn(field: HeaderField, header: Header, columns: readonly Column[], report: Report): void {
  const { start, end, column } = field;
  if (!column) {
    const missing = columns.filter((_, i) => header.positions[i]! < 0);
    const args = [field.name, columns.map(({ name }) => name).join(', ')];
    report({ code: 'csv/column-unknown', start, end, args, fixes: () => missing.slice(0, 3).map((candidate) => rename(field, candidate)) });
    return;
  }
  if (!field.exact && !field.duplicate) {
    report({ code: 'csv/column-unknown', variant: 'nearest', start, end, args: [field.name, column.name], fixes: () => [rename(field, column)] });
  }
  if (field.duplicate) report({ code: 'csv/column-duplicate', start, end, args: [column.name] });
}

function rename({ start, end, raw }: HeaderField, column: Column) {
  const inner = raw.trim();
  const from = start + raw.indexOf(inner);
  return { title: 'Rename to {0}', args: [column.name], edits: [{ start: from, end: Math.min(end, from + inner.length), text: canonicalField(column.name) }] };
}

function addColumn(column: Column) {
  return [{ title: 'Add the column {0} to every record', args: [column.name], edits: [], conversion: { kind: 'add-column', column: column.name } as const }];
}

function checkOrder(header: Header, columns: readonly Column[], report: Report): void {
  const present = header.positions.filter((position) => position >= 0);
  if (present.every((position, i) => i === 0 || position > present[i - 1]!)) return;
  const first = header.fields[Math.min(...present)]!;
  const last = header.fields[Math.max(...present)]!;
  const names = columns.filter((_, i) => header.positions[i]! >= 0).map(({ name }) => name);
  report({
    code: 'csv/column-order',
    start: first.start,
    end: last.end,
    args: [names.join(',')],
    fixes: () => [{ title: 'Put the columns into the documented order', edits: [], conversion: { kind: 'column-order' } }],
  });
}
