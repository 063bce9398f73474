/**
 * Prints what the pipeline alone does, with files of a synthetic drive: `node bench/prepCopy.mjs <folder of files> <image to make>`.
 */
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { copyDrive } from '../src-runner/src/pipeline/copyDrive';
import { DriveTarget } from '../src-runner/src/pipeline/driveTarget';
import { threadsOf } from '../src-runner/src/pipeline/nodeThread';
import { openTestImage, type TestFiles } from '../src-runner/src/pipeline/testImage';
import { fileTimeOf } from '../src-runner/src/scan/fileStats';
import { WorkerPool } from '../src-runner/src/pipeline/workerPool';

const [source, target, bundle] = process.argv.slice(2) as [string, string, string];

function testFiles(directory: string): TestFiles {
  const names = readdirSync(directory).sort();
  const stats = names.map((name) => statSync(join(directory, name), { bigint: true }));
  return {
    directory,
    names,
    sizes: stats.map(({ size }) => Number(size)),
    modified: stats.map(({ mtimeNs }) => fileTimeOf(mtimeNs)),
    pageBlobs: names.map(() => false),
  };
}

const files = testFiles(source);
const image = openTestImage(files);
writeFileSync(target, '');
truncateSync(target, image.volumeBytes);
const pool = new WorkerPool(threadsOf(bundle), 1);
const drive = new DriveTarget(fs, target, fs.openSync(target, 'r+'));
const started = performance.now();
let pieces = 0;
let unsynced = 0;
let before = 0;
let syncing: Promise<void> | undefined;
const outcome = await copyDrive({
  pool,
  image,
  setup: { targetPath: target, descriptor: drive.descriptor, partitionOffset: 0, method: 'aes-xts-128', key: randomBytes(32), image: files },
  onPiece: () => {
    pieces++;
  },
  onProgress: ({ bytes }) => {
    unsynced += bytes - before;
    before = bytes;
    if (unsynced < 128 * 2 ** 20 || syncing) return;
    unsynced = 0;
    syncing = drive.sync().then(() => {
      syncing = undefined;
    });
  },
});
const copied = performance.now() - started;
await syncing;
await drive.sync();
const milliseconds = performance.now() - started;
drive.close();
await pool.end();
const bytes = files.sizes.reduce((sum, size) => sum + size, 0);
const usage = process.resourceUsage();
console.log(JSON.stringify({ isComplete: outcome.isComplete, failures: outcome.failures.length, pieces, bytes, files: files.sizes.length, copied, milliseconds, megabytesPerSecond: bytes / 1000 / milliseconds, filesPerSecond: (files.sizes.length / milliseconds) * 1000, user: usage.userCPUTime / 1000, sys: usage.systemCPUTime / 1000, rss: usage.maxRSS / 1024 }));
