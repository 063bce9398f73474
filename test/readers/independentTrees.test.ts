import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecryptedDrive, filesBelow, MountedDrive, PARTITION_OFFSET } from '../drives/mountedDrive';
import type { FileFacts } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { expectSameFiles } from '../drives/sameFiles';
import { writeUglyTree } from '../drives/uglyTree';
import { hasFuse, hasReaders, runReader } from './readers';

/** Times with fractions of a second, on both sides of 1970. */
function writeTimes(job: PreparationJob): void {
  job.write('times/fraction before.txt', '1', new Date('1969-12-31T23:59:59.250Z'));
  job.write('times/fraction long before.txt', '2', new Date('1905-03-04T05:06:07.500Z'));
  job.write('times/fraction after.txt', '3', new Date('2040-05-06T07:08:09.750Z'));
}

async function prepared(args: readonly string[] = []): Promise<PreparationJob> {
  const job = new PreparationJob();
  writeUglyTree(job);
  writeTimes(job);
  job.row().drive();
  const { code, stderr } = await job.prep(args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return job;
}

const isBefore1970 = ({ modified }: FileFacts) => modified < 0;

/** ntfs-3g shows times before 1970 in whole seconds, rounded up. */
function asNtfs3gShows(files: ReadonlyMap<string, FileFacts>): Map<string, FileFacts> {
  return new Map(
    [...files].map(([path, facts]) => [
      path,
      isBefore1970(facts) ? { ...facts, modified: Math.ceil(facts.modified / 1000) * 1000 } : facts,
    ]),
  );
}

describe.runIf(hasReaders('dislocker-fuse', 'ntfs-3g', 'bdemount') && hasFuse())(
  'the whole tree of a prepared drive',
  () => {
    let job: PreparationJob;
    let sources: Map<string, FileFacts>;
    let drive: DecryptedDrive;

    beforeAll(async () => {
      job = await prepared();
      sources = filesBelow(job.source);
      drive = new DecryptedDrive(job.image(), job.keyOf());
    });

    afterAll(() => {
      drive.close();
      job.remove();
    });

    it('is the same by another way: libbde and ntfs-3g', () => {
      const volume = mkdtempSync(join(tmpdir(), 'sneakernet-bde-'));
      const root = mkdtempSync(join(tmpdir(), 'sneakernet-mounted-'));
      try {
        expect(
          runReader('bdemount', ['-o', String(PARTITION_OFFSET), '-r', job.keyOf(), job.image(), volume]).code,
        ).toBe(0);
        expect(runReader('ntfs-3g', ['-o', 'ro', join(volume, 'bde1'), root])).toMatchObject({ code: 0 });
        expectSameFiles(filesBelow(join(root, 'session#1', 'container')), asNtfs3gShows(sources));
      } finally {
        runReader('umount', [root]);
        runReader('umount', [volume]);
        rmSync(root, { recursive: true });
        rmSync(volume, { recursive: true });
      }
    });

    it('is the same where the volume is encrypted by AES-XTS-256', async () => {
      const other = await prepared(['--cipher', 'aes-xts-256']);
      const mounted = new MountedDrive(other.image(), other.keyOf());
      try {
        expectSameFiles(
          filesBelow(join(mounted.root, 'session#1', 'container')),
          asNtfs3gShows(filesBelow(other.source)),
        );
      } finally {
        mounted.unmount();
        other.remove();
      }
    });

    it('is taken off by sleuthkit, file for file', () => {
      if (!hasReaders('tsk_recover', 'fls', 'icat')) return;
      const recovered = join(job.folder, 'recovered');
      expect(runReader('tsk_recover', ['-a', drive.volume, recovered]).code).toBe(0);
      // It writes no empty files and no times.
      const expected = new Map([...sources].filter(([, { size }]) => size > 0));
      const found = filesBelow(join(recovered, 'session#1', 'container'));
      for (const [path, facts] of found) found.set(path, { ...facts, modified: expected.get(path)?.modified ?? 0 });
      expectSameFiles(found, expected);
      const addresses = new Map(
        runReader('fls', ['-r', '-F', '-p', '-u', drive.volume])
          .stdout.split('\n')
          .map((line) => /^r\/r (\d+)-\S+:\tsession#1\/container\/(.*)$/u.exec(line))
          .flatMap((match) => (match ? [[match[2]!, match[1]!] as const] : [])),
      );
      expect([...addresses.keys()].sort()).toEqual([...sources.keys()].sort());
      for (const path of [
        'sizes/0.bin',
        'sizes/1.bin',
        'sizes/700.bin',
        'sizes/4095.bin',
        'sizes/4096.bin',
        'sizes/4097.bin',
        'sizes/4194305.bin',
        'sparse/hole.bin',
      ]) {
        const content = execFileSync('icat', [drive.volume, addresses.get(path)!], { maxBuffer: 64 * 1024 * 1024 });
        expect({ path, same: content.equals(readFileSync(join(job.source, path))) }).toEqual({ path, same: true });
      }
    });

    it('is listed by libfsntfs, with sizes and with times to the 100 ns', () => {
      if (!hasReaders('fsntfsinfo')) return;
      const prefix = '\\session#1\\container\\';
      const listed = runReader('fsntfsinfo', ['-H', drive.volume])
        .stdout.split('\n')
        .filter((line) => line.startsWith(prefix));
      // Debian's version prints other characters instead of those beyond the first plane.
      const plain = (path: string) => path.replace(/[\u{10000}-\u{10FFFF}]/gu, '?').replace(/^planes\/\d+.*/, 'planes');
      const directories = new Set(
        [...sources.keys()].flatMap((path) =>
          path
            .split('/')
            .slice(0, -1)
            .map((_name, depth, names) => names.slice(0, depth + 1).join('/')),
        ),
      );
      expect(listed.map((line) => plain(line.slice(prefix.length).replaceAll('\\', '/'))).sort()).toEqual(
        [...sources.keys(), ...directories].map(plain).sort(),
      );
      for (const path of [...sources.keys()].filter((name) => /^(times|sizes)\//.test(name))) {
        const { stdout } = runReader('fsntfsinfo', ['-F', prefix + path.replaceAll('/', '\\'), drive.volume]);
        const { size, mtimeNs } = statSync(join(job.source, path), { bigint: true });
        const [, date, fraction] = /Modification time\s*: (.*)\.(\d{9}) UTC/.exec(stdout)!;
        const nanoseconds = BigInt(Date.parse(`${date} UTC`)) * 1_000_000n + BigInt(fraction!);
        expect({ path, size: BigInt(/Size\s*: (\d+)/.exec(stdout)![1]!), hundreds: nanoseconds / 100n }).toEqual({
          path,
          size,
          hundreds: mtimeNs / 100n,
        });
      }
    });

    it('is listed by ntfsls, and lies in one piece a file for ntfscluster', () => {
      if (!hasReaders('ntfsls', 'ntfscluster')) return;
      const { code, stdout } = runReader('ntfsls', ['-R', '-p', '/session#1/container', drive.volume]);
      expect(code).toBe(0);
      // Each directory has a heading: its path and a colon.
      const names = stdout
        .split('\n')
        .filter((line) => line !== '' && line !== '.' && line !== '..' && !line.endsWith(':'));
      const entries = readdirSync(job.source, { recursive: true });
      expect(names).toHaveLength(entries.length);
      for (const path of sources.keys()) expect(names).toContain(path.slice(path.lastIndexOf('/') + 1));
      for (const [path, { size }] of [...sources].filter(([name]) => /^(sizes|sparse)\//.test(name))) {
        const dump = runReader('ntfscluster', ['-F', `/session#1/container/${path}`, drive.volume]).stdout;
        const data = dump.slice(dump.indexOf('0x80'));
        const runs = [...data.matchAll(/^\s+(\d+)\s+(\d+)\s+(\d+)$/gm)].map(([, vcn, , length]) => [
          Number(vcn),
          Number(length),
        ]);
        if (data.includes('non-resident'))
          expect({ path, runs }).toEqual({ path, runs: [[0, Math.ceil(size / 4096)]] });
        else expect({ path, size, runs }).toEqual({ path, size: Math.min(size, 800), runs: [] });
      }
    });
  },
);

describe.runIf(hasReaders('dislocker-fuse', 'ntfs-3g') && hasFuse())(
  'two drives that are prepared side by side',
  () => {
    it('hold every file of the job, each on one of them, and each drive the files that its JRM says', async () => {
      const job = new PreparationJob();
      try {
        writeUglyTree(job);
        job.row().drive('H').drive('I');
        const { code, stderr } = await job.prep(['--spread', 'balance']);
        expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
        const { Checksums, Drives } = job.jrm();
        const onDrives = new Map<string, FileFacts>();
        for (const { DriveLetter, DriveId, BitLockerKey } of Drives) {
          const drive = new MountedDrive(job.image(DriveLetter), BitLockerKey);
          try {
            const found = filesBelow(join(drive.root, 'session#1', 'container'));
            expect([...found.keys()].sort()).toEqual(
              Checksums.filter((checksum) => checksum.DriveId === DriveId)
                .map(({ BlobPath }) => BlobPath.replace('container/', ''))
                .sort(),
            );
            for (const [path, facts] of found) {
              expect(onDrives.has(path)).toBe(false);
              onDrives.set(path, facts);
            }
          } finally {
            drive.unmount();
          }
        }
        expectSameFiles(onDrives, filesBelow(job.source));
      } finally {
        job.remove();
      }
    });
  },
);
