/**
 * Part of `npm run bench`: small files from slow sources, as most are: a disk that has not been read recently, and a
 * network share, simulated by a file system that answers late (which needs Debian's python3-fusepy).
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DriveJob, dropCaches, makeSources } from './driveJob.mjs';
import { inTurn, seconds, time, times } from './statistics.mjs';

const LENGTH = 4096;
const MILLISECONDS = 1;
const program = fileURLToPath(new URL('slowSource.py', import.meta.url));

/** Measures `prep` and tar in turn, including the sync to the disk. */
async function besideTar(report, what, sources, prepare) {
  const job = new DriveJob(tmpdir(), sources);
  const archive = join(job.folder, 'sources.tar');
  try {
    const [own, tar] = await inTurn(
      async () => {
        prepare();
        return (await job.prep()).milliseconds;
      },
      async () => {
        prepare();
        const milliseconds = await time(() =>
          execFileSync('sh', ['-c', 'tar cf "$1" -C "$2" . && sync "$1"', 'sh', archive, sources]),
        );
        rmSync(archive);
        return milliseconds;
      },
    );
    report(what, seconds(own), `tar and sync: ${seconds(tar)}`, times(own / tar), '≤ 1 × its time', own <= tar);
  } finally {
    job.remove();
  }
}

/** Gives `work` a mount point at which opening and reading the files of a folder is delayed. */
async function withSlowSource(folder, work) {
  const mountPoint = mkdtempSync(join(tmpdir(), 'sneakernet-bench-'));
  const child = spawn('/usr/bin/python3', [program, folder, mountPoint, String(MILLISECONDS)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    for (let tries = 0; readdirSync(mountPoint).length === 0; tries++) {
      if (child.exitCode !== null || tries === 50)
        throw new Error('The slow file system did not start: it needs Debian’s python3-fusepy, and to be root.');
      await wait(100);
    }
    await work(mountPoint);
  } finally {
    if (child.exitCode === null) execFileSync('umount', [mountPoint]);
    await ended;
    rmSync(mountPoint, { recursive: true });
  }
}

/** Prepares small files from slow sources. `report` receives each result, as in run.mjs. */
export async function preparingFromSlowSources(report) {
  const sources = mkdtempSync(join(tmpdir(), 'sneakernet-bench-'));
  try {
    const [many, some] = ['many', 'some'].map((name) => join(sources, name));
    mkdirSync(many);
    await makeSources(many, 100_000, LENGTH);
    await besideTar(
      report,
      'prep of 100,000 files of 4 KB from a disk that has not read them lately, synced',
      many,
      () => {
        dropCaches(true);
      },
    );
    await makeSources(some, 8000, LENGTH);
    await withSlowSource(some, (slow) =>
      besideTar(
        report,
        `prep of 8,000 files of 4 KB whose opening and reading take ${MILLISECONDS} ms each, synced`,
        slow,
        () => undefined,
      ),
    );
  } finally {
    rmSync(sources, { recursive: true, force: true });
  }
}
