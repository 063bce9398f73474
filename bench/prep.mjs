/**
 * `node bench/prep.mjs`, part of `npm run bench`: whole runs of `sneakernet prep` compared with programs that write,
 * hash or pack the same bytes. Sources are in memory if possible, so that the disk only has to write. `--quick` omits
 * the curves.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cryptoSum, DriveJob, dropCaches, makeSources, MEBIBYTE, memoryRoot } from './driveJob.mjs';
import { inTurn, median, seconds, time, times } from './statistics.mjs';

const shell = (script, ...args) => time(() => execFileSync('sh', ['-c', script, 'sh', ...args], { stdio: 'ignore' }));

const duration = async (run) => (await run).milliseconds;

async function largeFiles(report, sources) {
  const onDisk = new DriveJob(tmpdir(), sources);
  const inMemory = new DriveJob(memoryRoot, sources);
  const copied = join(onDisk.folder, 'dd');
  try {
    const [own, dd] = await inTurn(
      () => duration(onDisk.prep()),
      async () => {
        const milliseconds = await shell(
          'find "$1" -type f -exec cat {} + | dd of="$2" bs=4M iflag=fullblock conv=fsync',
          sources,
          copied,
        );
        rmSync(copied);
        return milliseconds;
      },
    );
    report(
      'prep of 4 GiB in large files to an image on disk',
      seconds(own),
      `dd conv=fsync of as much: ${seconds(dd)}`,
      times(dd / own),
      '≥ 0.85 × its speed',
      dd / own >= 0.85,
    );
    const [verifying, reading] = await inTurn(
      async () => {
        dropCaches();
        return duration(onDisk.verify());
      },
      async () => {
        dropCaches();
        return shell('dd if="$1" of=/dev/null bs=4M', onDisk.image);
      },
    );
    onDisk.remove();
    const [memory, sum] = await inTurn(
      () => duration(inMemory.prep()),
      () => cryptoSum(sources),
    );
    report(
      'prep of 4 GiB in large files, in memory',
      seconds(memory),
      `SHA-256 + MD5 + AES-XTS of node:crypto, one thread: ${seconds(sum)}`,
      times(sum / memory),
      '≥ 1.5 × its speed',
      sum / memory >= 1.5,
    );
    const isBound = sum / verifying >= 1.5;
    report(
      'verify of 4 GiB in large files, from disk',
      seconds(verifying),
      `dd reading it: ${seconds(reading)}; node:crypto as above: ${seconds(sum)}`,
      `${times(reading / verifying)}; ${times(sum / verifying)}`,
      '≥ 0.85 × dd, or ≥ 1.5 × node:crypto',
      reading / verifying >= 0.85 || isBound,
    );
    const { megabytes } = await inMemory.prep();
    report('memory of prep with large files', `${Math.round(megabytes)} MB`, '', '', '≤ 300 MB', megabytes <= 300);
  } finally {
    onDisk.remove();
    inMemory.remove();
  }
}

async function smallFiles(report, sources) {
  const job = new DriveJob(tmpdir(), sources);
  const place = mkdtempSync(join(tmpdir(), 'sneakernet-bench-'));
  const [image, root, archive] = ['ntfs.img', 'root', 'small.tar'].map((name) => join(place, name));
  mkdirSync(root);
  // Times of tar alone, which leaves its archive in the system's cache.
  const unsynced = [];
  try {
    const [own, tar, ntfs] = await inTurn(
      () => duration(job.prep()),
      async () => {
        unsynced.push(await shell('tar cf "$1" -C "$2" .', archive, sources));
        const syncing = await shell('sync "$1"', archive);
        rmSync(archive);
        return unsynced.at(-1) + syncing;
      },
      async () => {
        writeFileSync(image, '');
        truncateSync(image, 2 ** 30);
        await shell('mkntfs -F -Q -q "$1" && ntfs-3g "$1" "$2"', image, root);
        const milliseconds = await shell('cp -r "$1" "$2"/ && umount "$2" && sync "$3"', sources, root, image);
        rmSync(image);
        return milliseconds;
      },
    );
    report(
      'prep of 100,000 files of 4 KB to an image on disk',
      seconds(own),
      `cp -r onto ntfs-3g: ${seconds(ntfs)}`,
      times(ntfs / own),
      '≥ 10 × its files a second',
      ntfs / own >= 10,
    );
    report(
      'the same, synced, beside tar cf to the same disk, synced',
      seconds(own),
      `tar and sync: ${seconds(tar)}`,
      times(own / tar),
      '≤ 1 × its time',
      own <= tar,
    );
    report(
      'the same, synced, beside tar cf to the same disk, not synced',
      seconds(own),
      `tar: ${seconds(median(unsynced))}`,
      times(own / median(unsynced)),
      '≤ 1 × its time',
      own <= median(unsynced),
    );
  } finally {
    job.remove();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Measures `prep` for increasing amounts of something, and compares the growth of the time with that of the amount. */
async function curve(report, what, amounts, shapeOf, unit) {
  const results = [];
  for (const amount of amounts) {
    const sources = mkdtempSync(join(memoryRoot, 'sneakernet-bench-'));
    const job = new DriveJob(memoryRoot, sources);
    try {
      await makeSources(sources, ...shapeOf(amount));
      const runs = [await job.prep(), await job.prep(), await job.prep()];
      results.push({
        amount,
        milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
        megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
      });
    } finally {
      job.remove();
      rmSync(sources, { recursive: true, force: true });
    }
  }
  const [first, last] = [results.at(0), results.at(-1)];
  const growth = last.milliseconds / first.milliseconds / (last.amount / first.amount);
  const points = results.map(({ amount, milliseconds }) => `${unit(amount)}: ${seconds(milliseconds)}`).join(', ');
  report(
    `prep in memory, by ${what}`,
    points,
    `${last.amount / first.amount} × the first: ${seconds((first.milliseconds * last.amount) / first.amount)}`,
    times(growth),
    'linear (≤ 1.3 ×)',
    growth <= 1.3,
  );
  return last;
}

/** Gives `work` a directory in memory for its sources. */
async function withSources(work) {
  const sources = mkdtempSync(join(memoryRoot, 'sneakernet-bench-'));
  try {
    await work(sources);
  } finally {
    rmSync(sources, { recursive: true, force: true });
  }
}

/** Prepares 4 GiB in large files. Here and below, `report` receives each result, as in run.mjs. */
export async function preparingLargeFiles(report) {
  await withSources(async (sources) => {
    await makeSources(join(sources, 'large'), 4, 1024 * MEBIBYTE);
    await largeFiles(report, join(sources, 'large'));
  });
}

/** Prepares 100,000 files of 4 KB. */
export async function preparingSmallFiles(report) {
  await withSources(async (sources) => {
    await makeSources(join(sources, 'small'), 100_000, 4096);
    await smallFiles(report, join(sources, 'small'));
  });
}

/** Measures the cost of preparing increasing numbers of bytes and files, and the memory for a million files. */
export async function preparingMoreAndMore(report) {
  await curve(
    report,
    'bytes',
    [1, 2, 4, 8],
    (amount) => [amount, 1024 * MEBIBYTE],
    (amount) => `${amount} GiB`,
  );
  const { megabytes } = await curve(
    report,
    'files of 600 bytes',
    [125_000, 250_000, 500_000, 1_000_000],
    (amount) => [amount, 600],
    (amount) => amount.toLocaleString('en-US'),
  );
  report('memory of prep with 1,000,000 files', `${Math.round(megabytes)} MB`, '', '', '≤ 300 MB', megabytes <= 300);
}
