import { TYPOGRAPHIC_QUOTES } from '../csv/characters';
import type { Column } from '../csv/column';
import type { RecordScanner } from '../csv/recordScanner';
import type { Span } from '../text/position';
import { fieldValue } from '../csv/scannedField';
import { editDistance } from '../text/editDistance';

/** A typographic quote at either end. */
const OUTER_TYPOGRAPHIC_QUOTES = new RegExp(`^[${TYPOGRAPHIC_QUOTES}]|[${TYPOGRAPHIC_QUOTES}]$`, 'g');

/** A field of the header, and the column it stands for. */
export interface HeaderField {
  /** UTF-16 offsets within the record. */
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  /** The name as written, without quotes and outer spaces. */
  readonly name: string;
  /** The column with this name, or with the nearest one. */
  readonly column: Column | undefined;
  /** True where the name is exactly that of the column. */
  readonly exact: boolean;
  /** True where an earlier field already stands for the column. */
  readonly duplicate: boolean;
}

/** The header record of a table. */
export interface Header {
  readonly fields: readonly HeaderField[];
  /** The field index of each of the table's columns, in documented order; -1 where the header lacks the column. */
  readonly positions: readonly number[];
  /** How many fields every record should have. */
  readonly fieldCount: number;
  /** The space between the header and a record on the same line. */
  readonly joint?: Span;
}

/**
 * True where only case and spaces of a header's name differ from the column's, so that its spelling is the only
 * problem.
 */
export function isSameName(name: string, column: Column): boolean {
  return canonical(name) === canonical(column.name);
}

/** Reads the record scanned last as a header with `columns`, as far as it is one. */
export function readHeader(scanner: RecordScanner, columns: readonly Column[], recordStart?: RegExp): Header {
  const positions = columns.map(() => -1);
  const written = headerNames(scanner);
  const joint = recordStart && headerJoint(written, columns, recordStart);
  const names = joint?.names ?? written;
  const exact = names.map(({ name }) => columns.find((column) => column.name === name));
  const fields = names.map((field, i): HeaderField => {
    const column =
      exact[i] ??
      nearestColumn(
        field.name,
        columns.filter((candidate) => !exact.includes(candidate)),
      );
    const index = column ? columns.indexOf(column) : -1;
    const duplicate = index >= 0 && positions[index]! >= 0;
    if (index >= 0 && !duplicate) positions[index] = i;
    return { ...field, column, exact: exact[i] !== undefined, duplicate };
  });
  return joint
    ? { fields, positions, fieldCount: names.length, joint: joint.span }
    : { fields, positions, fieldCount: scanner.fieldCount };
}

type WrittenName = ReturnType<typeof headerNames>[number];

/**
 * Where a record begins on the header's line: after at least two names, in the field of the last one or in a separate
 * field.
 */
function headerJoint(
  written: readonly WrittenName[],
  columns: readonly Column[],
  recordStart: RegExp,
): { names: WrittenName[]; span: Span } | undefined {
  // With another first column, there is no telling how a record begins.
  if (written[0] === undefined || nearestColumn(written[0].name, columns) !== columns[0]) return undefined;
  for (let i = 2; i < written.length; i++) {
    const { start, end, raw } = written[i]!;
    if (nearestColumn(written[i - 1]!.name, columns) === undefined) return undefined;
    const names = written.slice(0, i);
    if (recordStart.test(raw))
      return { names, span: { start: names.at(-1)!.end, end: start + raw.length - raw.trimStart().length } };
    // A line break within quotes would be part of the name.
    if (raw.trimStart().startsWith('"')) continue;
    const glued = columns.find((column) => raw.trimStart().startsWith(column.name));
    const nameEnd = glued ? raw.indexOf(glued.name) + glued.name.length : raw.length;
    if (glued && /^["\u201c\u201d]?[A-Za-z]:[\\/]/.test(raw.slice(nameEnd))) {
      const last = { start, end: start + nameEnd, raw: raw.slice(0, nameEnd), name: glued.name };
      return { names: [...names, last], span: { start: start + nameEnd, end: start + nameEnd } };
    }
    for (const { index, 0: space } of raw.matchAll(/\s+/g)) {
      const name = raw.slice(0, index).trim();
      if (!recordStart.test(raw.slice(index + space.length)) || nearestColumn(name, columns) === undefined) continue;
      const last = { start, end: start + index, raw: raw.slice(0, index), name };
      return {
        names: [...names, last],
        span: { start: start + index, end: Math.min(end, start + index + space.length) },
      };
    }
  }
  return undefined;
}

/**
 * The header assumed for a file without one: the documented order, for as many columns as the first record has fields.
 */
export function impliedHeader(columns: readonly Column[], fieldCount = columns.length): Header {
  return { fields: [], positions: columns.map((_, i) => i), fieldCount: Math.min(fieldCount, columns.length) };
}

/** The names in the record's fields: trimmed, without straight quotes anywhere and typographic quotes at the ends. */
export function headerNames(scanner: RecordScanner): { start: number; end: number; raw: string; name: string }[] {
  return Array.from({ length: scanner.locatedFieldCount }, (_, i) => {
    const start = scanner.starts[i]!;
    const end = scanner.ends[i]!;
    const raw = scanner.text.slice(start, end);
    const name = fieldValue(raw, scanner.fieldFlags[i]!)
      .replaceAll('"', '')
      .trim()
      .replaceAll(OUTER_TYPOGRAPHIC_QUOTES, '');
    return { start: start - scanner.start, end: end - scanner.start, raw, name };
  });
}

/** The column that `name` most likely means: the same letters with different case or spaces, or a typing error. */
export function nearestColumn(name: string, columns: readonly Column[]): Column | undefined {
  const exact = columns.find((column) => column.name === name);
  if (exact) return exact;
  const letters = canonical(name);
  if (letters.length === 0) return undefined;
  let nearest: Column | undefined;
  let nearestDistance = Infinity;
  for (const column of columns) {
    const target = canonical(column.name);
    const distance = editDistance(letters, target, Math.floor(target.length / 4));
    if (distance < nearestDistance) {
      nearest = column;
      nearestDistance = distance;
    }
  }
  return nearest;
}

function canonical(name: string): string {
  return name.replaceAll(/[\s_-]/g, '').toLowerCase();
}
