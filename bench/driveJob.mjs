/** The jobs whose drives the benchmarks prepare and read, and what they are compared with. */
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './processes.mjs';
import { time } from './statistics.mjs';

export const MEBIBYTE = 2 ** 20;
/** Sources are in memory if possible, so that a disk only has to write. */
export const memoryRoot = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const runner = fileURLToPath(new URL('../dist/runner.js', import.meta.url));

/** Creates `count` files of `length` bytes, in a separate process: Linux counts a parent's memory for its children. */
export const makeSources = (folder, count, length) =>
  runProgram(fileURLToPath(import.meta.url), 'files', folder, String(count), String(length));

/** Creates files of noise, in which no two blocks are equal. */
function makeFiles(folder, count, length) {
  const noise = randomBytes(Math.min(length, MEBIBYTE));
  for (let file = 0; file < count; file++) {
    const directory = join(folder, `directory ${Math.floor(file / 1000)}`);
    if (file % 1000 === 0) mkdirSync(directory, { recursive: true });
    const descriptor = openSync(join(directory, `file ${file}`), 'w');
    for (let written = 0; written < length; written += noise.length) {
      noise.writeUInt32LE((file * 4096 + written / noise.length) >>> 0);
      writeSync(descriptor, noise, 0, Math.min(noise.length, length - written));
    }
    closeSync(descriptor);
  }
}

/** A job with one record and one drive, in its own folder. */
export class DriveJob {
  constructor(root, sources) {
    this.folder = mkdtempSync(join(root, 'sneakernet-bench-'));
    this.sources = sources;
    writeFileSync(
      join(this.folder, 'dataset.csv'),
      `BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n${sources}/,backup/,BlockBlob,rename,None,None\n`,
    );
    writeFileSync(
      join(this.folder, 'driveset.csv'),
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\n',
    );
  }

  get image() {
    return join(this.folder, 'G.vhd');
  }

  /** Prepares the drive from scratch, without reading it back. */
  async prep() {
    for (const name of readdirSync(this.folder))
      if (!name.endsWith('.csv')) rmSync(join(this.folder, name), { recursive: true });
    const file = (name) => join(this.folder, name);
    return runProgram(
      runner,
      'prep',
      '--dataset',
      file('dataset.csv'),
      '--driveset',
      file('driveset.csv'),
      '--journal',
      file('job.jrn'),
      '--session',
      'bench',
      '--no-verify',
      '--drive',
      `G=${this.image}`,
    );
  }

  verify() {
    return runProgram(runner, 'verify', '--jrm', join(this.folder, 'job.jrm'), '--drive', `G=${this.image}`);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Milliseconds that one thread of node:crypto takes for SHA-256, MD5 and AES-XTS, with one call for each 4 MiB. */
export async function cryptoSum(folder) {
  const buffer = Buffer.alloc(4 * MEBIBYTE);
  const [sha256, md5, key] = [createHash('sha256'), createHash('md5'), randomBytes(32)];
  let sum = 0;
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
    const descriptor = openSync(join(name.parentPath, name.name), 'r');
    while (readSync(descriptor, buffer) > 0) {
      sum += await time(() => {
        sha256.update(buffer);
        md5.update(buffer);
        createCipheriv('aes-128-xts', key, Buffer.alloc(16)).update(buffer);
      });
    }
    closeSync(descriptor);
  }
  return sum;
}

/** Makes the next run read from the disk. Where the files are on it stays cached, unless `inodesToo` is true. */
export const dropCaches = (inodesToo = false) => {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', inodesToo ? '3' : '1');
  } catch {
    // Only root may do this; otherwise, both sides read from the cache.
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'files')
  makeFiles(process.argv[3], ...process.argv.slice(4).map(Number));
