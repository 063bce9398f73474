/**
 * `node bench/verify.mjs`, part of `npm run bench`: `sneakernet verify` of a drive with very many files. prep.mjs
 * measures large ones.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DriveJob, makeSources, memoryRoot } from './driveJob.mjs';

/** Prepares a drive with `count` files of 600 bytes, and verifies it. */
async function verifyFiles(count) {
  const sources = mkdtempSync(join(memoryRoot, 'sneakernet-bench-'));
  const job = new DriveJob(memoryRoot, sources);
  try {
    await makeSources(sources, count, 600);
    await job.prep();
    rmSync(sources, { recursive: true });
    return await job.verify();
  } finally {
    job.remove();
    rmSync(sources, { recursive: true, force: true });
  }
}

/** @param report receives each result, as in run.mjs */
export async function verifying(report) {
  const few = await verifyFiles(250_000);
  const many = await verifyFiles(1_000_000);
  const growth = many.milliseconds / few.milliseconds / 4;
  const [own, expected] = [many.milliseconds, 4 * few.milliseconds].map(
    (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`,
  );
  report(
    'verify of 1,000,000 files of 600 bytes',
    own,
    `4 × that of 250,000: ${expected}`,
    `${growth.toFixed(2)} ×`,
    'linear (≤ 1.3 ×)',
    growth <= 1.3,
  );
  report(
    'memory of verify for 1,000,000 files',
    `${Math.round(many.megabytes)} MB`,
    `with 250,000: ${Math.round(few.megabytes)} MB`,
    `${(many.megabytes / few.megabytes).toFixed(2)} ×`,
    '',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await verifying((what, figure, peer, ratio, promise, isKept) => {
    console.log(
      `${isKept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure}; ${peer}; ${ratio}${promise ? ` (promised: ${promise})` : ''}`,
    );
  });
}
