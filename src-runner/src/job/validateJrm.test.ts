import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import { checkJrmFile } from './validateJrm';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-validate-jrm-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const checksums = Array.from(
  { length: 3000 },
  (_, i) => `{ "FilePath": "F:\\\\${i}", "SHA256": "${'ab'.repeat(32)}" }`,
);

/**
 * Checks a JRM with a signal that is aborted after it was looked at so many times; each step of the work is a slice.
 */
async function check(stopAfter: number) {
  const path = join(folder, 'job.jrm');
  writeFileSync(path, `{ "Drives": [], "DataMapping": [], "Checksums": [\n${checksums.join(',\n')}\n] }`);
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  let looks = 0;
  const signal = {
    throwIfAborted: () => {
      if (++looks > stopAfter) throw new Error('stopped');
    },
  } as AbortSignal;
  const report = await checkJrmFile(path, { settings: defaultRuleSettings, tables: [], limit: 3, signal });
  return { report, looks };
}

describe('A JRM that is checked from the command line', () => {
  it('is checked in slices, between which a signal to stop is heard', async () => {
    const { report, looks } = await check(Infinity);
    expect(report.records).toBe(3000);
    expect(looks).toBeGreaterThan(5);
    await expect(check(looks - 3)).rejects.toThrow('stopped');
  });
});
