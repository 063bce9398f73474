import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Tally, countsOfReport } from './tally.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tally-'));
const path = join(folder, 'report.json');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const report = (passed, failed, pending, files = []) => {
  const numbers = { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: 0 };
  writeFileSync(path, JSON.stringify({ ...numbers, testResults: files }));
  return path;
};

describe('countsOfReport', () => {
  it('takes the numbers of the report', () => {
    expect(countsOfReport(report(3, 1, 2), 1)).toMatchObject({ passed: 3, failed: 1, skipped: 2 });
  });

  it('names what failed, and what could not be loaded', () => {
    const failing = {
      name: resolve('core/a.test.ts'),
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'adds' },
        { status: 'failed', fullName: 'subtracts' },
      ],
    };
    const broken = { name: resolve('core/b.test.ts'), status: 'failed', assertionResults: [] };
    expect(countsOfReport(report(1, 1, 0, [failing, broken]), 1).failedTests).toEqual([
      'core/a.test.ts: subtracts',
      'core/b.test.ts: could not be run',
    ]);
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = { name: resolve('core/b.test.ts'), status: 'failed', assertionResults: [] };
    expect(countsOfReport(report(3, 0, 0, [broken]), 1)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a run without a test as a failure', () => {
    expect(countsOfReport(report(0, 0, 0), 0)).toMatchObject({ failed: 1 });
  });

  it('counts an exit code that no test explains as a failure', () => {
    expect(countsOfReport(report(3, 0, 0), 1)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a missing report as a failure', () => {
    expect(countsOfReport(join(folder, 'absent.json'), 0)).toMatchObject({ failed: 1 });
  });
});

describe('Tally', () => {
  it('ends in one line that sums every step', () => {
    const tally = new Tally();
    tally.add('lint', { passed: 2 });
    tally.add('unit', { passed: 1, failed: 1, skipped: 4, failedTests: ['core/a.test.ts: subtracts'] });
    expect(tally.line).toBe('3 passed, 1 failed, 4 skipped');
    expect(tally.failures).toEqual(['✗ unit: 1 failed\n    core/a.test.ts: subtracts']);
    expect(tally.succeeded).toBe(false);
  });

  it('leaves out what was not skipped', () => {
    const tally = new Tally();
    tally.add('lint', { passed: 2 });
    expect(tally.line).toBe('2 passed, 0 failed');
    expect(tally.succeeded).toBe(true);
  });

  it('does not succeed on nothing', () => {
    expect(new Tally().succeeded).toBe(false);
  });
});
