import { testRecord } from './record';
import { noDiskFacts } from '../src/disk/diskFacts';
import type { Finding } from '../src/rules/finding';
import { datasetColumns } from '../src/columns/datasetColumns';
import type { DatasetContext } from '../src/dataset/datasetRow';
import type { DatasetRow } from '../src/columns/datasetColumns';
import { datasetRules } from '../src/dataset/rules';

/** What a test's row is read with, unless it says otherwise. */
export const testContext: DatasetContext = { dialect: 'blob', nativePaths: false, disk: noDiskFacts };

/** The row of one well-formed CSV line, in the documented order of columns. */
export function testRow(line: string, { dialect } = testContext): DatasetRow {
  const fields = testRecord(line);
  return Object.fromEntries(
    datasetColumns(dialect).map(({ key }, index) => [key, fields[index]]),
  ) as unknown as DatasetRow;
}

/** What all row rules say about a line. */
export function findingsIn(line: string, context: Partial<DatasetContext> = {}): readonly Finding[] {
  const findings: Finding[] = [];
  const whole = { ...testContext, ...context };
  for (const rule of datasetRules) {
    rule.check(testRow(line, whole), whole, (finding) => {
      if (!rule.codes.includes(finding.code)) throw new Error(`${finding.code} is not declared by its rule.`);
      findings.push(finding);
    });
  }
  return findings;
}
