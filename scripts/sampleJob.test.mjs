import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSampleJob } from './sampleJob.mjs';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sample-job-'));
const job = createSampleJob(folder);
const rows = readFileSync(join(job.shipment, 'dataset.csv'), 'utf8')
  .trimEnd()
  .split('\r\n')
  .slice(1)
  .map((record) => record.split(','));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the sample job', () => {
  it('has sources that exist on this machine, a directory where the path ends as one', () => {
    expect(rows).toHaveLength(4);
    for (const [basePath] of rows) {
      expect(isAbsolute(basePath)).toBe(true);
      expect(statSync(basePath).isDirectory()).toBe(/[\\/]$/.test(basePath));
    }
  });

  it('has side files that exist', () => {
    const sideFiles = rows.flatMap((row) => row.slice(4)).filter((path) => path !== 'None');
    expect(sideFiles).toHaveLength(2);
    for (const path of sideFiles) expect(existsSync(path)).toBe(true);
  });

  it('has a disk of a size that a page blob can hold', () => {
    const disk = rows.find((row) => row[2] === 'PageBlob')?.[0];
    expect(statSync(disk).size % 512).toBe(0);
  });
});
