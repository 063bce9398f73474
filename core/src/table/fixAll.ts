import type { RuleCode } from '../rules/catalogue';
import type { Conversion, Finding, Fix } from '../rules/finding';
import { editRounds } from '../text/editRounds';
import type { TextEdit } from '../text/textEdit';
import { withoutOverlaps } from '../text/withoutOverlaps';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { convertSteps } from './convert';
import { findingsOfRow } from './findings';
import type { TableDocument } from './tableDocument';
import type { TableRow } from './tableRow';

/**
 * The edits after which no finding has a certain fix left, including findings that only appear after earlier fixes.
 * Guesses are not applied. The edits are in order, do not overlap, and contain only what changes. Findings that the
 * table's settings turn off are ignored.
 *
 * @param codes only findings with these codes; absent: all
 */
export function fixAll(table: TableDocument, codes?: ReadonlySet<RuleCode>): TextEdit[] {
  return finish(fixAllSteps(table, codes));
}

/** The same in steps. */
export function* fixAllSteps(table: TableDocument, codes?: ReadonlySet<RuleCode>): Steps<TextEdit[]> {
  const original = table.csv.getText();
  const wanted = (code: RuleCode) => codes?.has(code) ?? true;
  return yield* editRounds(original, function* (text) {
    return yield* fixRound(text === original ? table : yield* table.scratch(text), wanted);
  });
}

/** The fix of every finding whose edits do not overlap with another's; a conversion only when no other fix is left. */
function* fixRound(table: TableDocument, wanted: (code: RuleCode) => boolean): Steps<TextEdit[]> {
  const edits: TextEdit[] = [];
  let conversion: Conversion | undefined;
  for (const row of table.csv.markedRows()) {
    yield;
    const fixes = preferredFixes(table, row, wanted);
    conversion ??= fixes.find((fix) => fix.conversion)?.conversion;
    const start = table.csv.offsetOf(row);
    for (const edit of withoutOverlaps(fixes.map(({ edits: own = [] }) => own)))
      edits.push({ start: start + edit.start, end: start + edit.end, text: edit.text });
  }
  return edits.length === 0 && conversion ? yield* convertSteps(table, conversion) : edits;
}

function preferredFixes(table: TableDocument, row: TableRow, wanted: (code: RuleCode) => boolean): Fix[] {
  const { settings } = table;
  const subject =
    settings.suppressesNothing || row === table.headerRow ? undefined : table.subjectOf(table.csv.scan(row));
  const isWanted = (finding: Finding) => wanted(finding.code) && table.severity(finding, subject) !== 'off';
  const fixes: Fix[] = [];
  for (const finding of findingsOfRow(table, row)) {
    if (!isWanted(finding)) continue;
    const fix = finding.fixes?.().find(({ certainty }) => certainty === 'certain');
    if (fix) fixes.push(fix);
  }
  return fixes;
}
