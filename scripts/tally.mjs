import { readFileSync } from 'node:fs';

/** Passed, failed and skipped tests, summed over the steps of a run. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  add({ passed = 0, failed = 0, skipped = 0 }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
  }

  /** No test at all is a failure too. */
  get succeeded() {
    return this.failed === 0 && this.passed > 0;
  }

  /** The line that a run ends with. */
  get line() {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }
}

/**
 * Counts of vitest's JSON report.
 * @param {string} path of the report, which is missing when vitest did not come that far.
 * @param {number} exitCode vitest's own: a run that failed for another reason than a test counts as one failure.
 */
export function countsOfReport(path, exitCode) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { failed: 1 };
  }
  const brokenFiles = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const unexplained = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return unexplained ? { ...counts, failed: 1 } : counts;
}
