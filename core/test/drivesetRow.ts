import { testRecord } from './record';
import type { Finding } from '../src/rules/finding';
import { drivesetColumns } from '../src/columns/drivesetColumns';
import type { DrivesetContext } from '../src/driveset/drivesetRow';
import type { DrivesetRow } from '../src/columns/drivesetColumns';
import { drivesetRules } from '../src/driveset/rules';

/** The row of one well-formed CSV line, in the documented order of columns. */
export function testDrivesetRow(line: string): DrivesetRow {
  const fields = testRecord(line);
  return Object.fromEntries(drivesetColumns.map(({ key }, index) => [key, fields[index]])) as unknown as DrivesetRow;
}

/** What all row rules say about a line. */
export function drivesetFindingsIn(line: string, context: DrivesetContext = { tracked: false }): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of drivesetRules) {
    rule.check(testDrivesetRow(line), context, (finding) => {
      if (!rule.codes.includes(finding.code)) throw new Error(`${finding.code} is not declared by its rule.`);
      findings.push(finding);
    });
  }
  return findings;
}
