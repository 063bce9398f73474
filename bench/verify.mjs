/**
 * `node bench/verify.mjs`: `sneakernet verify` of a drive of 4 GiB on disk and of one with 1,000,000 files, beside what reads or hashes
 * as much. `--quick` leaves out the million files.
 */
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './processes.mjs';
import { median, time } from './statistics.mjs';

const MEBIBYTE = 2 ** 20;
const GIBIBYTE = 2 ** 30;
const ROUNDS = 3;
const FILES_IN_EACH = 1000;
const runner = fileURLToPath(new URL('../dist/runner.js', import.meta.url));
const memoryRoot = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
const times = (number) => `${number.toFixed(2)} ×`;

/** Files of noise, no two of which are alike. */
function makeFiles(folder, count, length) {
  const noise = randomBytes(Math.min(length, MEBIBYTE));
  for (let file = 0; file < count; file++) {
    const directory = join(folder, `directory ${Math.floor(file / FILES_IN_EACH)}`);
    if (file % FILES_IN_EACH === 0) mkdirSync(directory, { recursive: true });
    const descriptor = openSync(join(directory, `file ${file}`), 'w');
    for (let written = 0; written < length; written += noise.length) {
      noise.writeUInt32LE((file * 4096 + written / noise.length) >>> 0);
      writeSync(descriptor, noise, 0, Math.min(noise.length, length - written));
    }
    closeSync(descriptor);
  }
}

/** Prepares a drive with so many files of so many bytes, and gives it to `work`. */
async function withDrive(root, count, length, work) {
  const folder = mkdtempSync(join(root, 'sneakernet-bench-'));
  const sources = mkdtempSync(join(memoryRoot, 'sneakernet-bench-'));
  const file = (name) => join(folder, name);
  try {
    // In a process of its own: Linux counts the memory of whoever starts a process as that process's.
    await runProgram(fileURLToPath(import.meta.url), 'files', sources, String(count), String(length));
    writeFileSync(file('dataset.csv'), `BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\n${sources}/,backup/,BlockBlob,rename,None,None\n`);
    writeFileSync(file('driveset.csv'), 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\n');
    const options = ['--dataset', file('dataset.csv'), '--driveset', file('driveset.csv'), '--journal', file('job.jrn'), '--session', 'bench'];
    await runProgram(runner, 'prep', ...options, '--no-verify', '--drive', `G=${file('G.vhd')}`);
    rmSync(sources, { recursive: true });
    await work({ image: file('G.vhd'), verify: (...args) => runProgram(runner, 'verify', '--jrm', file('job.jrm'), '--drive', `G=${file('G.vhd')}`, ...args) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(sources, { recursive: true, force: true });
  }
}

const dropCaches = () => {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '1');
  } catch {
    // Only root may; then both read from the cache.
  }
};

/** Milliseconds of one thread of node:crypto for SHA-256, MD5 and AES-XTS over a file, in one call for each 4 MiB; reading is not counted. */
async function cryptoSum(image) {
  const buffer = Buffer.alloc(4 * MEBIBYTE);
  const [sha256, md5, key] = [createHash('sha256'), createHash('md5'), randomBytes(32)];
  const descriptor = openSync(image, 'r');
  let sum = 0;
  for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
    const bytes = buffer.subarray(0, length);
    sum += await time(() => {
      sha256.update(bytes);
      md5.update(bytes);
      createCipheriv('aes-128-xts', key, Buffer.alloc(16)).update(bytes);
    });
  }
  closeSync(descriptor);
  return sum;
}

/** `report`: takes what was measured, as run.mjs does. */
export async function verifying(report, isQuick) {
  await withDrive(tmpdir(), 4, GIBIBYTE, async ({ image, verify }) => {
    const [own, reading, sums] = [[], [], []];
    let memory = 0;
    for (let round = 0; round < ROUNDS; round++) {
      dropCaches();
      const { milliseconds, megabytes } = await verify();
      own.push(milliseconds);
      memory = Math.max(memory, megabytes);
      dropCaches();
      reading.push(await time(() => execFileSync('dd', [`if=${image}`, 'of=/dev/null', 'bs=4M'], { stdio: 'ignore' })));
      sums.push(await cryptoSum(image));
    }
    const [verified, read, sum] = [own, reading, sums].map(median);
    const isKept = read / verified >= 0.85 || sum / verified >= 1.5;
    report('verify of 4 GiB in large files, from disk', seconds(verified), `dd reading it: ${seconds(read)}; SHA-256 + MD5 + AES-XTS of node:crypto, one thread: ${seconds(sum)}`, `${times(read / verified)}; ${times(sum / verified)}`, '≥ 0.85 × dd, or ≥ 1.5 × node:crypto', isKept);
    report('its memory', `${Math.round(memory)} MB`, '', '', '≤ 300 MB', memory <= 300);
  });
  if (isQuick) return;
  const runs = [];
  for (const count of [250_000, 1_000_000]) await withDrive(memoryRoot, count, 600, async ({ verify }) => runs.push(await verify()));
  const [few, many] = runs;
  const growth = many.milliseconds / few.milliseconds / 4;
  report('verify of 1,000,000 files of 600 bytes', seconds(many.milliseconds), `4 × that of 250,000: ${seconds(4 * few.milliseconds)}`, times(growth), 'linear (≤ 1.3 ×)', growth <= 1.3);
  report('its memory', `${Math.round(many.megabytes)} MB`, `with 250,000: ${Math.round(few.megabytes)} MB`, times(many.megabytes / few.megabytes), '≤ 400 MB', many.megabytes <= 400);
}

const isProgram = process.argv[1] === fileURLToPath(import.meta.url);
if (isProgram && process.argv[2] === 'files') makeFiles(process.argv[3], ...process.argv.slice(4).map(Number));
else if (isProgram) {
  await verifying((what, figure, peer, ratio, promise, isKept) => {
    console.log(`${isKept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure}${peer ? `; ${peer}` : ''}${ratio ? `; ${ratio}` : ''} (promised: ${promise})`);
  }, process.argv.includes('--quick'));
}
