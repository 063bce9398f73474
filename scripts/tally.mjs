import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Passed, failed and skipped tests, summed over the steps of a run. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** One line for each step with failures, with the names of the tests, because a long run is read from its end. */
  failures = [];

  /** @param {string} step its name */
  add(step, { passed = 0, failed = 0, skipped = 0, failedTests = [] }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    if (failed > 0) this.failures.push([`✗ ${step}: ${failed} failed`, ...failedTests].join('\n    '));
  }

  /** A run without any tests has failed, too. */
  get succeeded() {
    return this.failed === 0 && this.passed > 0;
  }

  /** The last line of a run. */
  get line() {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }
}

/**
 * The counts in vitest's JSON report.
 * @param {string} path of the report, which is missing if vitest failed early.
 * @param {number} exitCode vitest's own: a run that failed for another reason than a test counts as one failure.
 * @returns {{ passed?: number, failed: number, skipped?: number, failedTests?: string[] }} `failedTests`: file and full
 * name of each
 */
export function countsOfReport(path, exitCode) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { failed: 1, failedTests: ['The test runner left no report.'] };
  }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failedTests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${relative('', name)}: ${fullName}`),
  );
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failedTests: [...failedTests, ...brokenFiles.map(({ name }) => `${relative('', name)}: could not be run`)],
  };
  const unexplained = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return unexplained
    ? { ...counts, failed: 1, failedTests: [`No test failed, and the test runner ended with exit code ${exitCode}.`] }
    : counts;
}
