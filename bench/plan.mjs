/**
 * `node bench/plan.mjs`, part of `npm run bench`: `sneakernet plan` compared with `find -printf`, which looks at the
 * same files and does nothing with them.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram, runProgramTo } from './processes.mjs';
import { median, time } from './statistics.mjs';

const runner = fileURLToPath(new URL('../dist/runner.js', import.meta.url));
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
const times = (number) => `${number.toFixed(2)} ×`;

/**
 * Creates a tree of sparse files and their job. `size` is the size of each file; 0 stands for small files of various
 * sizes, whose images must fit on the disk.
 */
function fillTree(folder, directories, filesInEach, size) {
  for (let directory = 0; directory < directories; directory++) {
    const path = join(folder, 'sources', `Folder ${String(directory).padStart(4, '0')}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < filesInEach; file++) {
      const descriptor = openSync(join(path, `IMG_${String(file).padStart(7, '0')}.jpg`), 'w');
      ftruncateSync(descriptor, size || (directory * 7919 + file * 104_729) % 5_000);
      closeSync(descriptor);
    }
  }
  writeFileSync(
    join(folder, 'dataset.csv'),
    'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile\nF:\\,photos/,BlockBlob,rename,None,None\n',
  );
  writeFileSync(
    join(folder, 'driveset.csv'),
    'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\nG,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\n',
  );
}

/**
 * Creates a tree, in memory if possible: with a million files on a slow disk, the disk would be measured. This is done
 * in a separate process, because Linux counts a parent's memory as that of its children.
 */
async function makeTree(root, ...shape) {
  const folder = mkdtempSync(join(root, 'sneakernet-bench-'));
  await runProgram(fileURLToPath(import.meta.url), 'fill', folder, ...shape.map(String));
  return folder;
}

const removeTree = (folder) => runProgram(fileURLToPath(import.meta.url), 'remove', folder);

function find(folder) {
  return time(
    () =>
      new Promise((resolve, reject) => {
        const child = spawn('find', [join(folder, 'sources'), '-printf', '%s %T@ %p\\n'], { stdio: 'ignore' });
        child.once('error', reject);
        child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`find ended with ${code}.`))));
      }),
  );
}

const planArguments = (folder) => [
  'plan',
  '--dataset',
  join(folder, 'dataset.csv'),
  '--driveset',
  join(folder, 'driveset.csv'),
  '--map',
  `F:\\=${join(folder, 'sources')}`,
];
const plan = (folder) => runProgram(runner, ...planArguments(folder));
/** A plan whose images do not fit on this machine, which it reports at its end with exit code 1. */
const planBeyondRoom = (folder) => runProgramTo([0, 1], runner, ...planArguments(folder));

/** Medians of `find` and `plan`, measured in turn, and the maximum memory of `plan`. */
async function compare(folder, runs) {
  const peers = [];
  const ours = [];
  await find(folder);
  for (let run = 0; run < runs; run++) {
    peers.push(await find(folder));
    ours.push(await plan(folder));
  }
  return {
    peer: median(peers),
    own: median(ours.map(({ milliseconds }) => milliseconds)),
    megabytes: Math.max(...ours.map(({ megabytes }) => megabytes)),
  };
}

/** @param report receives each result, as in run.mjs */
export async function planning(report) {
  const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const trees = [];
  const tree = async (...shape) => {
    trees.push(await makeTree(root, ...shape));
    return trees.at(-1);
  };
  try {
    const few = await compare(await tree(100, 1000, 0), 5);
    const many = await compare(await tree(1000, 1000, 0), 5);
    report(
      'plan for 1,000,000 files',
      seconds(many.own),
      `find -printf over the same tree: ${seconds(many.peer)}`,
      times(many.own / many.peer),
      '≤ 2 ×',
      many.own <= 2 * many.peer,
    );
    report(
      'memory of plan for 1,000,000 files',
      `${Math.round(many.megabytes)} MB`,
      '',
      '',
      '≤ 300 MB',
      many.megabytes <= 300,
    );
    report(
      'time of plan for 1,000,000 files',
      seconds(many.own),
      `10 × that for 100,000 files: ${seconds(10 * few.own)}`,
      times(many.own / few.own / 10),
      'linear (≤ 1.3 ×)',
      many.own <= 13 * few.own,
    );
    await removeTree(trees.pop());
    const flat = await plan(await tree(1, 1_000_000, 0));
    report(
      'memory of plan for 1,000,000 files in one directory',
      `${Math.round(flat.megabytes)} MB`,
      `in 1,000 directories: ${Math.round(many.megabytes)} MB`,
      times(flat.megabytes / many.megabytes),
      '≤ 300 MB',
      flat.megabytes <= 300,
    );
    await removeTree(trees.pop());
    const large = await planBeyondRoom(await tree(10, 10, 10_000_000_000));
    report(
      'memory of plan for 1 TB in sparse files',
      `${Math.round(large.megabytes)} MB`,
      '',
      '',
      '≤ 300 MB',
      large.megabytes <= 300,
    );
  } finally {
    for (const folder of trees) await removeTree(folder);
  }
}

const isProgram = process.argv[1] === fileURLToPath(import.meta.url);
if (isProgram && process.argv[2] === 'fill') fillTree(process.argv[3], ...process.argv.slice(4).map(Number));
else if (isProgram && process.argv[2] === 'remove') rmSync(process.argv[3], { recursive: true });
else if (isProgram) {
  await planning((what, figure, peer, ratio, promise, isKept) => {
    console.log(
      `${isKept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure}${peer ? `; ${peer}` : ''}${ratio ? `; ${ratio}` : ''} (promised: ${promise})`,
    );
  });
}
