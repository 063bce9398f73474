import type { FileFinding } from '#core/rules/fileFinding';
import { placeFindings } from '#core/rules/placeFindings';
import type { RuleSettings } from '#core/rules/ruleSettings';
import type { FindingCounts, PlacedFinding } from '#core/rules/placedFinding';
import { translate } from '../language/sentence';

/** The findings of one file. */
export interface FileReport {
  /** The path of the file, beginning with what was named on the command line. */
  readonly file: string;
  readonly findings: readonly PlacedFinding[];
  readonly counts: FindingCounts;
  /** Findings beyond the limit. */
  readonly more: number;
  /** For a table, the number of records without the header and empty lines. */
  readonly records: number;
}

/** Adds the findings for a file as a whole. */
export function addNotes(report: FileReport, notes: readonly FileFinding[], settings: RuleSettings): FileReport {
  if (notes.length === 0) return report;
  const { listed, counts } = placeFindings({ found: notes }, settings, notes.length, translate);
  return { ...report, findings: [...listed, ...report.findings], counts: addCounts([counts, report.counts]) };
}

/** Adds counts up. */
export function addCounts(all: Iterable<FindingCounts>): FindingCounts {
  const sum = { errors: 0, warnings: 0, information: 0 };
  for (const { errors, warnings, information } of all) {
    sum.errors += errors;
    sum.warnings += warnings;
    sum.information += information;
  }
  return sum;
}

/** Counts findings by severity. */
export function countFindings(findings: readonly Pick<PlacedFinding, 'severity'>[]): FindingCounts {
  const of = (severity: PlacedFinding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), information: of('information') };
}
