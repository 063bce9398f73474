/**
 * Copies the files of a folder to an image and reads them back, with the pipeline alone: no scan, no NTFS. Reports what
 * it took as JSON. Arguments: the folder, the image to create, the bundle of the threads.
 */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { keptHashes } from '../src-runner/src/pipeline/batchHashes';
import { copyDrive } from '../src-runner/src/pipeline/copyDrive';
import type { CopiedPiece, RangeColumns } from '../src-runner/src/model/copyResult';
import { NO_DATA } from '../src-runner/src/pipeline/driveImage';
import { OpenMedium } from '../src-runner/src/pipeline/openMedium';
import { readBack, type FileToCheck } from '../src-runner/src/pipeline/readBack';
import { openTestImage, type TestFiles } from '../src-runner/test/plainImage';
import { WorkerPool } from '../src-runner/src/pipeline/workerPool';
import { fileTimeOf } from '../src-runner/src/model/fileTime';
import { poolThreads } from '../src-runner/src/threads/poolThreads';
import { ThreadCrew } from '../src-runner/src/threads/threadCrew';

/** Bytes between two syncs, as in a session. */
const SYNC_LENGTH = 128 * 2 ** 20;

const [folder, target, bundle] = process.argv.slice(2) as [string, string, string];

function filesOf(directory: string): TestFiles {
  const names = fs.readdirSync(directory).sort();
  const stats = names.map((name) => fs.statSync(join(directory, name), { bigint: true }));
  return {
    directory,
    names,
    sizes: stats.map(({ size }) => Number(size)),
    modified: stats.map(({ mtimeNs }) => fileTimeOf(mtimeNs)),
    pageBlobs: names.map(() => false),
  };
}

const files = filesOf(folder);
const image = openTestImage(files);
fs.rmSync(target, { force: true });
fs.writeFileSync(target, '');
fs.truncateSync(target, image.volumeBytes);
const setup = {
  targetPath: target,
  partitionOffset: 0,
  method: 'aes-xts-128',
  key: randomBytes(32),
  image: files,
} as const;

const pieces: CopiedPiece[] = [];
let started = performance.now();
const pool = new WorkerPool(poolThreads(new ThreadCrew(bundle)), 1);
const drive = new OpenMedium(fs, target, fs.openSync(target, 'r+'));
let synced = 0;
let syncing: Promise<void> | undefined;
const outcome = await copyDrive({
  pool,
  image,
  setup: { ...setup, descriptor: drive.descriptor },
  onPiece: (piece) => pieces.push(piece.kind === 'files' ? { ...piece, ...keptHashes(piece) } : piece),
  onProgress: ({ bytes }) => {
    if (syncing || bytes - synced < SYNC_LENGTH) return;
    synced = bytes;
    syncing = drive.sync().then(() => {
      syncing = undefined;
    });
  },
});
await syncing;
await drive.sync();
const copyMilliseconds = performance.now() - started;
if (!outcome.isComplete || outcome.failures.length > 0)
  throw new Error(`${outcome.failures.length} files could not be copied.`);

/** The blocks of large files come in several pieces. */
function* filesToCheck(): Generator<FileToCheck> {
  const toCheck = (file: number, sha256: Uint8Array, ranges: RangeColumns): FileToCheck => {
    const size = files.sizes[file]!;
    const extents = [image.dataOffset(file), Math.ceil(size / image.clusterBytes) * image.clusterBytes];
    return { file, size, extents: extents[0] === NO_DATA ? [] : extents, sha256, ranges };
  };
  let parts: RangeColumns[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'blocks') {
      parts.push(piece.ranges);
      if (!piece.sha256) continue;
      const ranges = {
        offsets: Float64Array.from(parts.flatMap(({ offsets }) => [...offsets])),
        lengths: Float64Array.from(parts.flatMap(({ lengths }) => [...lengths])),
        md5s: Buffer.concat(parts.map(({ md5s }) => md5s)),
      };
      parts = [];
      yield toCheck(piece.file, piece.sha256, ranges);
      continue;
    }
    let range = 0;
    for (let index = 0; index < piece.fileCount; index++) {
      const end = range + piece.rangeCounts[index]!;
      const { offsets, lengths, md5s } = piece.ranges;
      const ranges = {
        offsets: offsets.subarray(range, end),
        lengths: lengths.subarray(range, end),
        md5s: md5s.subarray(16 * range, 16 * end),
      };
      yield toCheck(piece.firstFile + index, piece.sha256.subarray(32 * index, 32 * index + 32), ranges);
      range = end;
    }
  }
}

started = performance.now();
let mismatches = 0;
await readBack({
  pool,
  setup: { ...setup, descriptor: drive.descriptor },
  files: filesToCheck(),
  onMismatch: () => mismatches++,
});
const checkMilliseconds = performance.now() - started;
if (mismatches > 0) throw new Error(`${mismatches} mismatches.`);
drive.close();
await pool.end();
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    copyMilliseconds,
    checkMilliseconds,
    cpuMilliseconds: (userCPUTime + systemCPUTime) / 1000,
    megabytes: maxRSS / 1024,
  }),
);
