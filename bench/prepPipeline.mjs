/**
 * Measures the pipeline of `prep` alone, each figure together with its peer, and prints them:
 * `node bench/prepPipeline.mjs [--megabytes 4096] [--files 100000] [--disk <folder>] [--memory <folder>]`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { cryptoSum, dropCaches, MEBIBYTE } from './driveJob.mjs';
import { median, time } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '4096' },
    files: { type: 'string', default: '100000' },
    disk: { type: 'string', default: tmpdir() },
    memory: { type: 'string', default: '/dev/shm' },
    runs: { type: 'string', default: '3' },
  },
});
const [megabytes, fileCount, runs] = [values.megabytes, values.files, values.runs].map(Number);
const path = (name) => fileURLToPath(new URL(name, import.meta.url));

await build({
  entryPoints: [path('prepCopy.ts'), path('../src-runner/test/thread.ts')],
  outdir: path('.data'),
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
});

const memory = mkdtempSync(join(values.memory, 'prep-'));
const disk = mkdtempSync(join(values.disk, 'prep-'));

function makeLarge() {
  const folder = join(memory, 'large');
  mkdirSync(folder);
  const bytes = randomBytes(MEBIBYTE);
  for (let file = 0; file < 4; file++) {
    const descriptor = openSync(join(folder, `large ${file}`), 'w');
    for (let written = 0; written < megabytes / 4; written++) {
      bytes.writeUInt32LE(written, (written * 64) % MEBIBYTE);
      writeSync(descriptor, bytes);
    }
    closeSync(descriptor);
  }
  return folder;
}

function makeSmall() {
  const folder = join(memory, 'small');
  mkdirSync(folder);
  const bytes = randomBytes(4096);
  for (let file = 0; file < fileCount; file++) {
    bytes.writeUInt32LE(file, 0);
    writeFileSync(join(folder, String(file)), bytes);
  }
  return folder;
}

function pipeline(folder, target) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [path('.data/prepCopy.mjs'), folder, target, path('.data/thread.mjs')],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const run = (program, ...args) => time(() => execFileSync(program, args, { stdio: 'ignore' }));
const rounds = async (work) => {
  const results = [];
  for (let round = 0; round < runs; round++) results.push(await work());
  return results;
};
const middle = (results, key) => median(results.map((result) => result[key]));
const perSecond = (milliseconds) => `${Math.round((megabytes * MEBIBYTE) / 1000 / milliseconds)} MB/s`;
const say = (what, own, peer, ratio, promise) =>
  console.log(`${what}: ${own}; ${peer}; ${ratio.toFixed(2)} × (promised: ${promise})`);

try {
  const large = makeLarge();
  const inMemory = await rounds(async () => {
    const own = pipeline(large, join(memory, 'drive.img'));
    rmSync(join(memory, 'drive.img'));
    return { ...own, sum: await cryptoSum(large) };
  });
  say(
    'copy in memory',
    perSecond(middle(inMemory, 'copyMilliseconds')),
    `sum of node:crypto: ${perSecond(middle(inMemory, 'sum'))}`,
    middle(inMemory, 'sum') / middle(inMemory, 'copyMilliseconds'),
    '≥ 1.5',
  );
  say(
    'read back in memory',
    perSecond(middle(inMemory, 'checkMilliseconds')),
    `sum of node:crypto: ${perSecond(middle(inMemory, 'sum'))}`,
    middle(inMemory, 'sum') / middle(inMemory, 'checkMilliseconds'),
    '≥ 1.5',
  );
  console.log(
    `CPU ${Math.round(middle(inMemory, 'cpuMilliseconds'))} ms, memory ${Math.round(middle(inMemory, 'megabytes'))} MB`,
  );
  const onDisk = await rounds(async () => {
    const image = join(disk, 'drive.img');
    const dd = await run('dd', `if=${join(large, 'large 0')}`, `of=${join(disk, 'dd 0')}`, 'bs=4M', 'conv=fsync');
    const more = await run('dd', `if=${join(large, 'large 1')}`, `of=${join(disk, 'dd 1')}`, 'bs=4M', 'conv=fsync');
    for (const name of ['dd 0', 'dd 1']) rmSync(join(disk, name));
    const own = pipeline(large, image);
    dropCaches();
    const reading = await run('dd', `if=${image}`, 'of=/dev/null', 'bs=4M');
    rmSync(image);
    return { ...own, dd: 2 * (dd + more), reading };
  });
  say(
    'copy to disk',
    perSecond(middle(onDisk, 'copyMilliseconds')),
    `dd conv=fsync: ${perSecond(middle(onDisk, 'dd'))}`,
    middle(onDisk, 'dd') / middle(onDisk, 'copyMilliseconds'),
    '≥ 0.85',
  );
  say(
    'read back from disk',
    perSecond(middle(onDisk, 'checkMilliseconds')),
    `dd: ${perSecond(middle(onDisk, 'reading'))}`,
    middle(onDisk, 'reading') / middle(onDisk, 'checkMilliseconds'),
    '≥ 0.85, or bound by the processor',
  );
  rmSync(large, { recursive: true });

  const small = makeSmall();
  const few = await rounds(async () => {
    const own = pipeline(small, join(disk, 'drive.img'));
    rmSync(join(disk, 'drive.img'));
    const tar = await run('tar', 'cf', join(disk, 'small.tar'), '-C', memory, 'small');
    rmSync(join(disk, 'small.tar'));
    return { ...own, tar };
  });
  const files = (milliseconds) => `${Math.round((fileCount / milliseconds) * 1000)} files/s`;
  say(
    `copy ${fileCount} files of 4 KB to disk`,
    files(middle(few, 'copyMilliseconds')),
    `tar cf: ${files(middle(few, 'tar'))}`,
    middle(few, 'tar') / middle(few, 'copyMilliseconds'),
    '≥ 1',
  );
  console.log(
    `CPU ${Math.round(middle(few, 'cpuMilliseconds'))} ms, memory ${Math.round(middle(few, 'megabytes'))} MB; read back: ${files(middle(few, 'checkMilliseconds'))}`,
  );
} finally {
  rmSync(memory, { recursive: true });
  rmSync(disk, { recursive: true });
  rmSync(path('.data/prepCopy.mjs'), { force: true });
  rmSync(path('.data/thread.mjs'), { force: true });
}
