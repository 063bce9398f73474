import { lineOfRow } from '../csv/csvChunk';
import type { RuleCode } from '../rules/catalogue';
import type { FileFinding, FileFindings, FileFix } from '../rules/fileFinding';
import type { Finding, Fix } from '../rules/finding';
import { counterOf } from '../rules/placedFinding';
import type { RelatedTemplate } from '../rules/placedFinding';
import { placeFindings, severityUnder } from '../rules/placeFindings';
import type { PlacedFindings } from '../rules/placeFindings';
import { severityOf } from '../rules/message';
import { finish } from '../work/steps';
import type { Steps } from '../work/steps';
import type { Translate } from '../text/template';
import { comparePositions, intersects } from '../text/position';
import type { Range, SpanEdit } from '../text/position';
import { isConvertible } from './convert';
import type { TableDocument } from './tableDocument';
import type { RelatedField, SharedFinding } from './tableRules';
import type { TableRow } from './tableRow';

/**
 * The first `limit` findings as the user reads them, in the order of the text. The cost depends on `limit`, not on the
 * file's length.
 */
export function collectFindings(table: TableDocument, limit: number, translate?: Translate): PlacedFindings {
  return placeFindings(finish(tableFindings(table, limit)), table.settings, limit, translate);
}

/**
 * The findings that can be among the first `limit`, and counts of all findings; in steps. The table must not change in
 * between.
 */
export function* tableFindings(table: TableDocument, limit: number): Steps<FileFindings> {
  const { settings } = table;
  const found: FileFinding[] = [];
  const counts = { ...table.rowCounts };
  const add = (row: TableRow, finding: Finding | SharedFinding) => {
    const placed = inDocument(table, row, finding);
    const severity = severityUnder(settings, finding, placed.subject);
    if (severity !== 'off') found.push(placed);
    return severity;
  };
  if (table.headerRow && table.recordCount === 0) {
    const end = table.csv.textOf(table.headerRow).trimEnd().length;
    const severity = add(table.headerRow, { code: 'csv/no-records', start: 0, end });
    if (severity !== 'off') counts[counterOf[severity]]++;
  }
  yield* (
    table.rules.checkAll?.(table.records(), (row, finding) => {
      const severity = severityUnder(settings, finding, subjectOf(table, row));
      if (severity === 'off') return;
      counts[counterOf[severity]]++;
      // Further ones are only counted: finding their places would take longer than finding them.
      if (found.length < limit) add(row, finding);
    }) ?? []
  );
  // What has been found so far may come after what follows, in the order of the text.
  const room = found.length + limit;
  for (const row of table.csv.markedRows()) {
    if (found.length >= room) break;
    yield;
    for (const finding of findingsOfRow(table, row)) {
      // The counts of shared findings do not take suppressions into account.
      if (add(row, finding) === 'off' && 'related' in finding) discount(table, finding, counts);
    }
  }
  return { found: found.sort((a, b) => comparePositions(a.start, b.start)), counts };
}

function discount(
  table: TableDocument,
  finding: Finding,
  counts: { errors: number; warnings: number; information: number },
): void {
  const severity = table.settings.severity(finding.code, severityOf(finding));
  if (severity !== 'off') counts[counterOf[severity]]--;
}

/** The findings that touch a range, except those of `TableRules.checkAll`. */
export function tableFindingsIn(table: TableDocument, range: Range): FileFindings {
  const found = function* () {
    for (const row of table.csv.rows(range.start.line, range.end.line)) {
      if (!row.marked) continue;
      for (const finding of findingsOfRow(table, row)) {
        if (intersects(table.csv.rangeOf(row, finding.start, finding.end), range))
          yield inDocument(table, row, finding);
      }
    }
  };
  return { found: { [Symbol.iterator]: found } };
}

/** All findings of one record, its own and those that depend on other records. */
export function findingsOfRow(table: TableDocument, row: TableRow): readonly (Finding | SharedFinding)[] {
  const found: (Finding | SharedFinding)[] = [];
  if (row.own) {
    table.checkRow(row, (finding) => found.push(finding));
  }
  table.rules.sharedCodes.forEach((code, bit) => {
    if (((row.shared >> bit) & 1) === 0) return;
    const finding = table.rules.describeShared(row, table.read(row), code, (other) => table.read(other));
    if (finding) found.push(finding);
  });
  return found;
}

/** Fixes that concern all records, so that no single record can offer them. */
const fixesOfFile: Partial<Record<RuleCode, readonly Fix[]>> = {
  'dataset/dialect-mixed': [
    {
      title: 'Use the header for Azure Files (assumes that everything goes to shares)',
      certainty: 'guess',
      edits: [],
      conversion: { kind: 'dialect', to: 'files' },
    },
  ],
};

/**
 * The fixes of a finding. If there was an edit since the finding was made, they are those of the record as it is now.
 */
function fixesOf(table: TableDocument, row: TableRow, found: Finding, revision: number): readonly FileFix[] {
  if (!row.chunk) return [];
  const { code, start, end } = found;
  const isSame = (finding: Finding) => finding.code === code && finding.start === start && finding.end === end;
  const same = revision === table.revision ? found : findingsOfRow(table, row).find(isSame);
  const ranged = ({ text, ...span }: SpanEdit) => ({ range: table.csv.rangeOf(row, span.start, span.end), text });
  return [...(same?.fixes?.() ?? []), ...(fixesOfFile[code] ?? [])]
    .filter(({ conversion }) => conversion === undefined || isConvertible(table, conversion))
    .map(({ edits, ...fix }) => ({ ...fix, ...(edits && { edits: edits.map(ranged) }) }));
}

/** Converts a record's finding into one of its document. */
function inDocument(table: TableDocument, row: TableRow, finding: Finding | SharedFinding): FileFinding {
  const { revision } = table;
  const { code, variant, args, start, end } = finding;
  return {
    code,
    ...(variant !== undefined && { variant }),
    ...(args && { args }),
    ...table.csv.rangeOf(row, start, end),
    ...('related' in finding && { related: finding.related.flatMap((place) => relatedPlace(table, place)) }),
    subject: subjectOf(table, row),
    fixes: () => fixesOf(table, row, finding, revision),
  };
}

/** How a record is named where findings are accepted. Skipped where no finding is. */
function subjectOf(table: TableDocument, row: TableRow): string | undefined {
  return table.settings.suppressesNothing || row === table.headerRow ? undefined : table.subjectOf(table.csv.scan(row));
}

function relatedPlace(table: TableDocument, place: RelatedField | RelatedTemplate): RelatedTemplate[] {
  if (!('row' in place)) return [place];
  const { row, key, message } = place;
  if (!row.chunk) return [];
  const field = table.read(row)[key];
  return [{ range: table.csv.rangeOf(row, field?.start ?? 0, field?.end ?? 0), message, line: lineOfRow(row) }];
}
