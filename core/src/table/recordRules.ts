import { canonicalField } from '../csv/canonicalField';
import { FieldFlag } from '../csv/recordScanner';
import type { RecordScanner } from '../csv/recordScanner';
import { PATH_START, SPACE_BEFORE_PATH } from '../csv/recordStart';
import type { Report } from '../rules/finding';
import type { Span } from '../text/position';
import type { Header } from './header';
import type { TableKind } from './tableKind';
import { unquotedCommas } from './unquotedCommas';

/** White space between a value and a second record on the same line. */
const joints: Readonly<Record<TableKind, RegExp>> = {
  dataset: SPACE_BEFORE_PATH,
  driveset: /(?<!\s)\s+(?=[A-Za-z](?::\\?)?$)/,
};

/** How a record begins. */
const beginnings: Readonly<Record<TableKind, RegExp>> = {
  dataset: PATH_START,
  driveset: /^\s*[A-Za-z](?::\\?)?\s*$/,
};

/** The first column in documented order. With another first column, there is no telling how a record begins. */
const firstColumns: Readonly<Record<TableKind, string>> = { dataset: 'basePath', driveset: 'driveLetter' };

/** Columns that may contain a path, so that one there does not begin a record. */
const pathColumns = ['destination', 'metadataFile', 'propertiesFile'];

/** Where a record with too many fields is really two: the stretch between them, within the record. */
export interface Joint extends Span {
  /** The first field that does not belong to the first record alone. */
  readonly field: number;
}

/** What a record's number of fields shows about its structure. */
export type Structure =
  | { readonly kind: 'whole' | 'miscounted' | 'unquoted-comma' }
  /** Fields from `field` on belong to another record, at least in part. */
  | { readonly kind: 'joined'; readonly field: number };

/** What determines where the records of a table end. */
export interface RecordLayout {
  readonly kind: TableKind;
  readonly header: Header;
  /** The keys of the columns, by field index. */
  readonly keys: readonly (string | undefined)[];
  readonly lineBreak: () => string;
}

const whole: Structure = { kind: 'whole' };

/**
 * Reports that the record scanned last has another number of fields than the header, and what it probably is instead.
 */
export function checkFieldCount(scanner: RecordScanner, layout: RecordLayout, report: Report): Structure {
  return scanner.fieldCount === layout.header.fieldCount ? whole : reportFieldCount(scanner, layout, report);
}

function reportFieldCount(scanner: RecordScanner, layout: RecordLayout, report: Report): Structure {
  const { fieldCount, start, end, flags } = scanner;
  const expected = layout.header.fieldCount;
  // Where typographic quotes enclose commas, those must be fixed first.
  const isReadable = expected > 1 && (flags & FieldFlag.Typographic) === 0;
  const found = isReadable && layout.keys[0] === firstColumns[layout.kind] ? findJoints(scanner, layout) : [];
  if (found[0]) {
    const isCertain = makesWhole(scanner, found, expected);
    const edits = found.map((joint) => ({ start: joint.start, end: joint.end, text: layout.lineBreak() }));
    report({
      code: 'csv/joined-records',
      start: found[0].end,
      end: end - start,
      fixes: () => [
        isCertain
          ? { title: 'Put the second record on its own line', certainty: 'certain', edits }
          : {
              title: 'Put what follows on its own line as a second record',
              certainty: 'guess',
              edits,
            },
      ],
    });
    return { kind: 'joined', field: found[0].field };
  }
  const values = isReadable && layout.kind === 'dataset' ? unquotedCommas(scanner, layout.keys) : [];
  for (const span of values) {
    const text = scanner.text.slice(start + span.start, start + span.end);
    report({
      code: 'csv/value-unquoted-comma',
      ...span,
      fixes: () => [
        {
          title: 'Put the value in quotes',
          certainty: 'certain',
          edits: [{ ...span, text: canonicalField(text, true) }],
        },
      ],
    });
  }
  if (values.length > 0) return { kind: 'unquoted-comma' };
  const args = [String(fieldCount), String(expected)];
  if (fieldCount < expected) {
    report({ code: 'csv/field-count', variant: 'too-few', start: end - start, end: end - start, args });
  } else {
    const surplus = expected < scanner.locatedFieldCount ? scanner.starts[expected]! - start : end - start;
    report({ code: 'csv/field-count', variant: 'too-many', start: surplus, end: end - start, args });
  }
  return { kind: 'miscounted' };
}

/** Whether every record is complete once each is on its own line: then there is no other reading. */
function makesWhole({ starts, start, fieldCount }: RecordScanner, joints: readonly Joint[], expected: number): boolean {
  let base = 0;
  for (const joint of joints) {
    let end = joint.field;
    // A field that is not cut off before the joint belongs to the record before it.
    if (starts[joint.field]! - start <= joint.start) end++;
    if (end - base !== expected) return false;
    base = joint.field;
  }
  return fieldCount - base === expected;
}

/** The places where further records begin. */
function findJoints(scanner: RecordScanner, { kind, header, keys }: RecordLayout): Joint[] {
  const { text, start, starts, ends } = scanner;
  const found: Joint[] = [];
  /** The first field of the record being read, from which the others are counted. */
  let base = 0;
  for (let i = 1; i < scanner.locatedFieldCount; i++) {
    const raw = text.slice(starts[i], ends[i]);
    const column = i - base;
    const isPathColumn = column < header.fieldCount && pathColumns.includes(keys[column] ?? '');
    const match = joints[kind].exec(raw);
    if (match && raw.slice(0, match.index).trim() !== '' && column >= 1) {
      const from = starts[i]! - start + match.index;
      found.push({ start: from, end: from + match[0].length, field: i });
      base = i;
    } else if (column >= 2 && !isPathColumn && beginnings[kind].test(raw) && !(kind === 'driveset' && column < 3)) {
      const content = starts[i]! + raw.length - raw.trimStart().length;
      // An empty last value keeps its comma.
      const isBehindEmpty = starts[i - 1] === ends[i - 1] || column === header.fieldCount - 1;
      found.push({ start: (isBehindEmpty ? starts[i]! : ends[i - 1]!) - start, end: content - start, field: i });
      base = i;
    }
  }
  return found;
}
