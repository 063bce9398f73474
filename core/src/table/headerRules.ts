import type { Column } from '../csv/column';
import { COMMA } from '../csv/characters';
import { delimiterNames } from '../csv/csvShape';
import { canonicalField } from '../csv/canonicalField';
import type { RecordScanner } from '../csv/recordScanner';
import { datasetColumns } from '../columns/datasetColumns';
import type { Fix, Report } from '../rules/finding';
import { isSameName } from './header';
import type { Header, HeaderField } from './header';
import { dialectOfRecord } from './tableKind';

/** Reports problems of the header record scanned last. */
export function checkHeader(header: Header, scanner: RecordScanner, columns: readonly Column[], report: Report): void {
  checkDelimiter(scanner, report);
  for (const field of header.fields) checkColumn(field, header, columns, report);
  const end = header.joint?.start ?? scanner.end - scanner.start;
  columns.forEach((column, i) => {
    if (!column.required || header.positions[i]! >= 0) return;
    report({ code: 'csv/column-missing', start: end, end, args: [column.name], fixes: () => addColumn(column) });
  });
  checkOrder(header, columns, report);
}

/** Reports a title, a comment or `sep=` above the header. */
export function reportLineAbove(scanner: RecordScanner, report: Report): void {
  const { start, end, next } = scanner;
  report({
    code: 'csv/line-before-header',
    start: 0,
    end: end - start,
    fixes: () => [
      {
        title: 'Remove the line (assumes that nobody needs it)',
        certainty: 'guess',
        edits: [{ start: 0, end: next - start, text: '' }],
      },
    ],
  });
}

/** Reports a line that is quoted as a whole. `inner`: the text between the quotes. */
export function reportQuotedLine(scanner: RecordScanner, inner: string, report: Report): void {
  const start = scanner.starts[0]! - scanner.start;
  const end = scanner.end - scanner.start;
  report({
    code: 'csv/line-quoted',
    start,
    end,
    fixes: () => [
      { title: 'Remove the quotes around the line', certainty: 'certain', edits: [{ start, end, text: inner }] },
    ],
  });
}

/** The columns for which a headerless file's first record has values: those of the dialect that its type shows. */
function columnsOfRecord(scanner: RecordScanner, columns: readonly Column[]): readonly Column[] {
  const isDataset = columns.some(({ key }) => key === 'basePath');
  return isDataset && dialectOfRecord(scanner) === 'files' ? datasetColumns('files') : columns;
}

/** Reports that the file begins with data instead of a header. */
export function reportMissingHeader(scanner: RecordScanner, known: readonly Column[], report: Report): void {
  const delimiter = String.fromCharCode(scanner.shape.delimiter);
  const columns = columnsOfRecord(scanner, known);
  const names = columns
    .slice(0, Math.max(scanner.fieldCount, columns.filter(({ required }) => required).length))
    .map(({ name }) => name);
  const lineBreak = scanner.text.slice(scanner.end, scanner.next) || '\n';
  report({
    code: 'csv/header-missing',
    start: 0,
    end: scanner.end - scanner.start,
    args: [names.join(',')],
    fixes: () => [
      {
        title: 'Insert the header (assumes the columns {0})',
        args: [names.join(', ')],
        certainty: 'guess',
        edits: [{ start: 0, end: 0, text: names.join(delimiter) + lineBreak }],
      },
    ],
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
    fixes: () => [
      { title: 'Separate all fields with commas', certainty: 'certain', edits: [], conversion: { kind: 'delimiter' } },
    ],
  });
}

function checkColumn(field: HeaderField, header: Header, columns: readonly Column[], report: Report): void {
  const { start, end, column } = field;
  if (!column) {
    const missing = columns.filter(({ required }, i) => required && header.positions[i]! < 0);
    const args = [field.name, columns.map(({ name }) => name).join(', ')];
    report({
      code: 'csv/column-unknown',
      start,
      end,
      args,
      fixes: () => missing.slice(0, 3).map((candidate) => rename(field, candidate)),
    });
    return;
  }
  if (!field.exact && !field.duplicate) {
    report({
      code: 'csv/column-unknown',
      variant: 'nearest',
      start,
      end,
      args: [field.name, column.name],
      fixes: () => [rename(field, column)],
    });
  }
  if (field.duplicate) report({ code: 'csv/column-duplicate', start, end, args: [column.name] });
}

function rename({ name, start, end, raw }: HeaderField, column: Column): Fix {
  const inner = raw.trim();
  const from = start + raw.indexOf(inner);
  const edits = [{ start: from, end: Math.min(end, from + inner.length), text: canonicalField(column.name) }];
  if (isSameName(name, column)) return { title: 'Rename to {0}', args: [column.name], certainty: 'certain', edits };
  return { title: 'Rename to {0} (assumes that this column is meant)', args: [column.name], certainty: 'guess', edits };
}

function addColumn(column: Column): readonly Fix[] {
  return [
    {
      title: 'Add the column {0} to every record (assumes the values that the other columns suggest)',
      args: [column.name],
      certainty: 'guess',
      edits: [],
      conversion: { kind: 'add-column', column: column.name },
    },
  ];
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
    fixes: () => [
      {
        title: 'Put the columns in the documented order',
        certainty: 'certain',
        edits: [],
        conversion: { kind: 'column-order' },
      },
    ],
  });
}
