import { lineOfRow } from '../csv/csvChunk';
import type { RuleCode } from '../rules/catalogue';
import type { Finding, Fix } from '../rules/finding';
import { isConvertible } from './convert';
import { formatMessage, severityOf } from '../rules/message';
import type { Severity } from '../rules/rule';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import { fillIn, template } from '../text/template';
import type { Translate } from '../text/template';
import type { FindingCounts, PlacedFinding, RelatedPlace, RelatedTemplate } from '../rules/placedFinding';
import type { TableFinding } from './tableFinding';
import { counterOf } from './tableDocument';
import type { TableDocument } from './tableDocument';
import type { RelatedField, SharedFinding } from './tableRules';
import type { TableRow } from './tableRow';
import { intersects } from '../text/position';
import type { Range } from '../text/position';

/** The findings of a table that are to be listed, and how many there are in all. */
export interface TableFindings {
  readonly listed: readonly TableFinding[];
  readonly counts: FindingCounts;
  /** Findings beyond the limit. */
  readonly more: number;
}

/** The first `limit` findings in the order of the text. The cost depends on `limit`, not on the file. */
export function collectFindings(table: TableDocument, limit: number, translate?: Translate): TableFindings {
  return finish(collectFindingsInSteps(table, limit, translate));
}

/** The same in steps. The table must not change in between. */
export function* collectFindingsInSteps(table: TableDocument, limit: number, translate?: Translate): Steps<TableFindings> {
  const listed: TableFinding[] = [];
  const counts = { ...table.rowCounts };
  const add = (row: TableRow, finding: Finding | SharedFinding) => {
    const placed = placeFinding(table, row, finding, translate);
    if (placed) listed.push(placed);
    return placed;
  };
  if (table.headerRow && table.recordCount === 0) {
    const end = table.csv.textOf(table.headerRow).trimEnd().length;
    const placed = add(table.headerRow, { code: 'csv/no-records', start: 0, end });
    if (placed) counts[counterOf[placed.severity]]++;
  }
  yield* table.rules.checkAll?.(table.records(), (row, finding) => {
    const severity = severityUnder(table, row, finding);
    if (severity === 'off') return;
    counts[counterOf[severity]]++;
    // The others are counted: putting each into words would take longer than finding it.
    if (listed.length < limit) add(row, finding);
  }) ?? [];
  // What is listed already may stand behind what comes now.
  const room = listed.length + limit;
  for (const row of table.csv.markedRows()) {
    if (listed.length >= room) break;
    yield;
    for (const finding of findingsOfRow(table, row)) {
      const placed = add(row, finding);
      // Counts of shared findings know nothing of suppressions.
      if (!placed && 'related' in finding) discount(table, finding, counts);
    }
  }
  const { first, more } = firstFindings(listed, counts, limit);
  if (more > 0) first.push({ ...moreFindings(more, translate), row: undefined, fixes: () => [] });
  return { listed: first, counts, more };
}

/** The first `limit` of the findings that could be among them, in the order of the text, and how many more there are. */
export function firstFindings<F extends PlacedFinding>(found: readonly F[], counts: FindingCounts, limit: number): { first: F[]; more: number } {
  const byPlace = (a: F, b: F) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
  const first = [...found].sort(byPlace).slice(0, limit);
  return { first, more: Math.max(0, counts.errors + counts.warnings + counts.information - first.length) };
}

function discount(table: TableDocument, finding: Finding, counts: { errors: number; warnings: number; information: number }): void {
  const severity = table.settings.severity(finding.code, severityOf(finding));
  if (severity !== 'off') counts[counterOf[severity]]--;
}

/** The first `limit` findings that touch a range, without those of `TableRules.checkAll`. */
export function findingsInRange(table: TableDocument, range: Range, limit: number): TableFinding[] {
  const found: TableFinding[] = [];
  for (const row of table.csv.rows(range.start.line, range.end.line)) {
    if (!row.marked) continue;
    for (const finding of findingsOfRow(table, row)) {
      if (!intersects(table.csv.rangeOf(row, finding.start, finding.end), range)) continue;
      const placed = placeFinding(table, row, finding, undefined);
      if (placed && found.push(placed) >= limit) return found;
    }
  }
  return found;
}

/** Every finding of one record, by itself and through others. */
export function findingsOfRow(table: TableDocument, row: TableRow): readonly (Finding | SharedFinding)[] {
  const found: (Finding | SharedFinding)[] = [];
  if (row.own) {
    table.checkRow(row, table.csv.scan(row), (finding) => found.push(finding));
  }
  table.rules.sharedCodes.forEach((code, bit) => {
    if (((row.shared >> bit) & 1) === 0) return;
    const finding = table.rules.describeShared(row, table.read(row), code, (other) => table.read(other));
    if (finding) found.push(finding);
  });
  return found;
}

/** Fixes that no record can offer by itself, for they concern all of them. */
const fixesOfFile: Partial<Record<RuleCode, readonly Fix[]>> = {
  'dataset/dialect-mixed': [
    { title: 'Write the header for Azure Files (assumes that everything goes to shares)', certainty: 'guess', edits: [], conversion: { kind: 'dialect', to: 'files' } },
  ],
};

/** The fixes of a finding: of what its record is now, where there was an edit since it was found. */
function fixesOf(table: TableDocument, row: TableRow, found: Finding, revision: number): readonly Fix[] {
  if (!row.chunk) return [];
  const { code, start, end } = found;
  const isSame = (finding: Finding) => finding.code === code && finding.start === start && finding.end === end;
  const same = revision === table.revision ? found : findingsOfRow(table, row).find(isSame);
  // A finding makes its fixes from the record that was read last.
  table.read(row);
  return [...(same?.fixes?.() ?? []), ...(fixesOfFile[code] ?? [])].filter(({ conversion }) => conversion === undefined || isConvertible(table, conversion));
}

function placeFinding(
  table: TableDocument,
  row: TableRow,
  finding: Finding | SharedFinding,
  translate: Translate | undefined,
): TableFinding | undefined {
  const severity = severityUnder(table, row, finding);
  if (severity === 'off') return undefined;
  const { revision } = table;
  return {
    code: finding.code,
    severity,
    message: formatMessage(finding.code, finding.variant, finding.args, translate),
    range: table.csv.rangeOf(row, finding.start, finding.end),
    related: 'related' in finding ? finding.related.flatMap((place) => relatedPlace(table, place, translate)) : [],
    row,
    fixes: () => fixesOf(table, row, finding, revision),
  };
}

function severityUnder(table: TableDocument, row: TableRow, finding: Finding | SharedFinding): Severity | 'off' {
  const isNamed = !table.settings.suppressesNothing && row !== table.headerRow;
  return table.severity(finding, isNamed ? table.subjectOf(table.csv.scan(row)) : undefined);
}

function relatedPlace(table: TableDocument, place: RelatedField | RelatedTemplate, translate: Translate | undefined): RelatedPlace[] {
  if (!('row' in place)) return [placeRelated(place, translate)];
  const { row, key, message } = place;
  if (!row.chunk) return [];
  const field = table.read(row)[key];
  return [placeRelated({ range: table.csv.rangeOf(row, field?.start ?? 0, field?.end ?? 0), message, line: lineOfRow(row) }, translate)];
}

/** The finding that says how many more there are. */
export function moreFindings(count: number, translate: Translate | undefined): PlacedFinding {
  const start = { line: 0, character: 0 };
  return {
    code: 'csv/more-findings',
    severity: 'information',
    message: formatMessage('csv/more-findings', undefined, [String(count)], translate),
    range: { start, end: start },
    related: [],
  };
}

/** Another place as the user reads it. */
export function placeRelated({ args, line, message, ...place }: RelatedTemplate, translate: Translate | undefined): RelatedPlace {
  const text = fillIn(message, args, translate);
  return { ...place, message: line === undefined ? text : fillIn(template('{0} (line {1})'), [text, String(line + 1)], translate) };
}
