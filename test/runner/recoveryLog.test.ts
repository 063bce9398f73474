import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PreparationJob } from '../drives/preparationJob';
import { noise } from '../drives/uglyTree';

/** How many places of a recovery log are tested; more on request. */
const PLACES = Number(process.env['SNEAKERNET_RECOVERY_LOG_PLACES'] ?? 40);
const FILES = 24;

let job: PreparationJob;
let log: Buffer;
const kept = (path: string): string => `${path}.kept`;
const plan = (): string => join(job.folder, 'job.session#1.plan');

beforeAll(async () => {
  job = new PreparationJob();
  for (let index = 0; index < FILES; index++) job.write(`${index}.bin`, noise(2_000_000 + index, index));
  job.row().drive();
  const stopped = job.start(['--events', 'ndjson'], {
    onOutput: (text) => {
      if (/"files":[1-9]\d*,"totalFiles"/.test(text)) stopped.child.kill('SIGINT');
    },
  });
  expect((await stopped.ended).code).toBe(130);
  log = readFileSync(job.recovery);
  expect(log.toString('latin1')).toContain('ActivityId: CopyProgress');
  for (const path of [job.image(), plan(), job.journal]) copyFileSync(path, kept(path));
}, 120_000);

afterAll(() => {
  job.remove();
});

/** A number from 0 to below `limit`, the same in each run (xorshift). */
function draw(seed: number, limit: number): number {
  let state = (seed + 1) * 2_654_435_761;
  for (const [left, right] of [
    [13, 17],
    [5, 13],
    [17, 5],
  ] as const) {
    state ^= state << left;
    state ^= state >>> right;
  }
  return (state >>> 0) % limit;
}

/** The log with one byte changed, or one line left out. */
function damaged(seed: number): Buffer {
  const at = draw(seed, log.length);
  if (seed % 2 === 0) {
    const changed = Buffer.from(log);
    changed[at] = (changed[at]! + 1 + (seed % 254)) & 0xff;
    return changed;
  }
  const start = log.lastIndexOf('\n', at - 1) + 1;
  const end = log.indexOf('\n', at) + 1;
  return Buffer.concat([log.subarray(0, start), log.subarray(end === 0 ? log.length : end)]);
}

describe('A recovery log in which one byte or one line was changed', () => {
  it(
    `is refused, or the session ends with every file on the drive: ${PLACES} places`,
    { timeout: 30_000 + PLACES * 10_000 },
    async () => {
      let refused = 0;
      for (let seed = 0; seed < PLACES; seed++) {
        for (const path of [job.image(), plan(), job.journal]) copyFileSync(kept(path), path);
        rmSync(job.jrmPath, { force: true });
        writeFileSync(job.recovery, damaged(seed));
        const resumed = await job.resume();
        if (resumed.code !== 0) {
          expect(resumed.stderr, `place ${seed}`).toMatch(/^sneakernet: .*\.$/m);
          refused++;
          continue;
        }
        const { Checksums } = job.jrm();
        expect(Checksums, `place ${seed}`).toHaveLength(FILES);
        const verified = await job.verify();
        expect({ place: seed, code: verified.code }, verified.stdout).toEqual({ place: seed, code: 0 });
      }
      // If nothing was refused, nothing was tested.
      expect(refused).toBeGreaterThan(PLACES / 2);
    },
  );
});
