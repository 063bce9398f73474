import type { RecordScanner } from '../csv/recordScanner';
import { PATH_START, SPACE_BEFORE_PATH } from '../csv/recordStart';
import type { Report } from '../rules/finding';
import type { TableKind } from './tableKind';

/** How a second record on the same line begins, behind the last value of the first one. */
const joints: Readonly<Record<TableKind, RegExp>> = {
  dataset: SPACE_BEFORE_PATH,
  driveset: /(?<!\s)\s+(?=[A-Za-z](?::\\?)?$)/,
};

/** How a record begins. */
const beginnings: Readonly<Record<TableKind, RegExp>> = {
  dataset: PATH_START,
  driveset: /^\s*[A-Za-z](?::\\?)?\s*$/,
};

/** Where a record that has too many fields is really two: the stretch between them, within the record. */
interface Joint {
  readonly start: number;
  readonly end: number;
}

/** Reports that the record that `scanner` found last has not `expected` fields. Returns true for joined records. */
export function checkFieldCount(scanner: RecordScanner, expected: number, kind: TableKind, lineBreak: () => string, report: Report): boolean {
  const { fieldCount, start, end } = scanner;
  const args = [String(fieldCount), String(expected)];
  if (fieldCount < expected) {
    report({ code: 'csv/field-count', variant: 'too-few', start: end - start, end: end - start, args });
    return false;
  }
  const joint = expected > 1 ? findJoint(scanner, expected, kind) : undefined;
  if (joint) {
    report({
      code: 'csv/joined-records',
      start: joint.end,
      end: end - start,
      fixes: () => [{ title: 'Write the second record on a line of its own', edits: [{ ...joint, text: lineBreak() }] }],
    });
    return true;
  }
  const surplus = expected < scanner.locatedFieldCount ? scanner.starts[expected]! - start : end - start;
  report({ code: 'csv/field-count', variant: 'too-many', start: surplus, end: end - start, args });
  return false;
}

function findJoint(scanner: RecordScanner, expected: number, kind: TableKind): Joint | undefined {
  if (scanner.locatedFieldCount < expected) return undefined;
  const { text, start, starts, ends } = scanner;
  const raw = (index: number) => text.slice(starts[index], ends[index]);
  const last = raw(expected - 1);
  const match = joints[kind].exec(last);
  if (match) {
    const from = starts[expected - 1]! - start + match.index;
    return { start: from, end: from + match[0].length };
  }
  if (scanner.locatedFieldCount > expected && beginnings[kind].test(raw(expected))) {
    const content = starts[expected]! + raw(expected).length - raw(expected).trimStart().length;
    return { start: ends[expected - 1]! - start, end: content - start };
  }
  return undefined;
}
