import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DecryptedDrive, filesBelow, MountedDrive, PARTITION_OFFSET } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { expectSameFiles } from '../drives/sameFiles';
import { writeUglyTree } from '../drives/uglyTree';
import { hasFuse, hasReaders, runReader } from './readers';

const canMount = hasReaders('dislocker-fuse', 'ntfs-3g') && hasFuse();

let job: PreparationJob;

beforeEach(() => {
  job = new PreparationJob();
});

afterEach(() => {
  job.remove();
});

async function prepare(args: readonly string[] = []): Promise<void> {
  const { code, stderr } = await job.prep(args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

/** Writes the decrypted volume to a file, for readers that need one. */
function withVolume(use: (volume: string) => void): void {
  const drive = new DecryptedDrive(job.image(), job.keyOf());
  try {
    use(drive.volume);
  } finally {
    drive.close();
  }
}

describe.runIf(canMount)('a prepared drive', () => {
  it('holds every file of an ugly tree for dislocker and ntfs-3g: path, size, time and content', async () => {
    writeUglyTree(job);
    job.row().drive();
    await prepare();
    const drive = new MountedDrive(job.image(), job.keyOf());
    try {
      expectSameFiles(filesBelow(join(drive.root, 'session#1', 'container')), filesBelow(job.source));
      expect(readFileSync(join(drive.root, 'DriveManifest.xml'), 'utf8')).toContain('<DriveManifest');
    } finally {
      drive.unmount();
    }
  });

  it.each(['aes-xts-128', 'aes-xts-256', 'aes-cbc-128', 'aes-cbc-256'])(
    'is opened by its key and no other when it is encrypted by %s',
    async (cipher) => {
      if (!hasReaders('cryptsetup', 'bdeinfo')) return;
      job.write('a.txt', 'content');
      job.row().drive();
      await prepare(['--cipher', cipher]);
      const partition = join(job.folder, 'partition.img');
      execFileSync('dd', [`if=${job.image()}`, `of=${partition}`, 'bs=1M', 'skip=1', 'conv=sparse', 'status=none']);
      const key = job.keyOf();
      const wrong = key.replace(/^\d{6}/, (group) => String((Number(group) + 11) % 720896).padStart(6, '0'));
      const dump = runReader('cryptsetup', ['bitlkDump', partition]);
      expect(dump.code).toBe(0);
      expect(dump.stdout).toMatch(
        new RegExp(`Cipher name:\\s+aes\\s+Cipher mode:\\s+${cipher.includes('xts') ? 'xts-plain64' : 'cbc-eboiv'}`),
      );
      expect(dump.stdout).toContain('VMK protected with recovery passphrase');
      const open = (password: string) =>
        runReader(
          'cryptsetup',
          ['open', '--test-passphrase', '--type', 'bitlk', '--key-file', '-', partition],
          password,
        ).code;
      expect(open(key)).toBe(0);
      expect(open(wrong)).not.toBe(0);
      // Debian's libbde cannot open volumes with aes-xts-256, not even those made by Windows.
      if (cipher !== 'aes-xts-256')
        expect(runReader('bdeinfo', ['-o', String(PARTITION_OFFSET), '-r', key, job.image()]).stdout).toContain(
          'Encryption method',
        );
      const drive = new MountedDrive(job.image(), key);
      try {
        expect(readFileSync(join(drive.root, 'session#1/container/a.txt'), 'utf8')).toBe('content');
      } finally {
        drive.unmount();
      }
    },
  );

  it('stays whole while another system writes a thousand files to it', async () => {
    writeUglyTree(job);
    job.row().drive();
    await prepare(['--capacity', '400MiB']);
    const drive = new MountedDrive(job.image(), job.keyOf(), { writable: true });
    try {
      for (let index = 0; index < 1000; index++)
        writeFileSync(join(drive.root, `new-${index}.txt`), `${index} `.repeat(500));
    } finally {
      drive.unmount();
    }
    const again = new MountedDrive(job.image(), job.keyOf());
    try {
      expectSameFiles(filesBelow(join(again.root, 'session#1', 'container')), filesBelow(job.source));
      for (let index = 0; index < 1000; index++)
        expect(readFileSync(join(again.root, `new-${index}.txt`), 'utf8')).toBe(`${index} `.repeat(500));
    } finally {
      again.unmount();
    }
    const info = await job.run(['info', job.image(), '--key-file', keyFile()]);
    expect({ code: info.code, stderr: info.stderr }).toMatchObject({ code: 0 });
  });

  it('is clean for the checkers of ntfs-3g, sleuthkit and libfsntfs', async () => {
    if (!hasReaders('ntfsfix', 'ntfsinfo', 'ntfscluster', 'ntfsls', 'fsstat', 'fls', 'fsntfsinfo')) return;
    writeUglyTree(job);
    job.row().drive();
    await prepare();
    const count = filesBelow(job.source).size;
    withVolume((volume) => {
      const fix = runReader('ntfsfix', ['-n', volume]);
      expect({ code: fix.code, text: /error|corrupt|FAILED|inconsisten/i.exec(fix.stdout)?.[0] }).toEqual({
        code: 0,
        text: undefined,
      });
      expect(runReader('ntfsinfo', ['-m', volume])).toMatchObject({ code: 0, stderr: '' });
      expect(runReader('ntfscluster', ['-i', volume]).code).toBe(0);
      const listed = runReader('ntfsls', ['-R', '-p', '/session#1', volume]);
      expect(listed.code).toBe(0);
      expect(runReader('fsstat', [volume]).stdout).toContain('File System Type: NTFS');
      const names = runReader('fls', ['-r', '-F', '-p', volume])
        .stdout.split('\n')
        .filter((line) => line.includes('session#1/container/'));
      expect(names).toHaveLength(count);
      expect(runReader('fsntfsinfo', [volume]).stdout).toMatch(/Version\s*: 3\.1/);
    });
  });

  it('is a disk image that sgdisk, parted and qemu-img accept', async () => {
    if (!hasReaders('sgdisk', 'parted', 'qemu-img')) return;
    job.write('a.txt', 'content');
    job.row().drive();
    await prepare(['--capacity', '64MiB']);
    expect(runReader('qemu-img', ['info', '-f', 'vpc', job.image()]).stdout).toMatch(
      /file format: vpc\s+virtual size: 64 MiB/,
    );
    const disk = join(job.folder, 'disk.img');
    execFileSync('cp', ['--sparse=always', job.image(), disk]);
    truncateSync(disk, 64 * 1024 * 1024);
    expect(runReader('sgdisk', ['-v', disk]).stdout).toContain('No problems found');
    expect(runReader('parted', ['-s', disk, 'print'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('decrypts to the same bytes for libbde and for the runner itself', async () => {
    if (!hasReaders('bdemount')) return;
    writeUglyTree(job);
    job.row().drive();
    await prepare();
    const info = await job.run(['info', job.image(), '--key-file', keyFile(), '--digest', '--json']);
    const digest = /[0-9a-f]{64}/.exec(info.stdout)?.[0];
    const place = mkdtempSync(join(tmpdir(), 'sneakernet-bde-'));
    try {
      expect(runReader('bdemount', ['-o', String(PARTITION_OFFSET), '-r', job.keyOf(), job.image(), place]).code).toBe(
        0,
      );
      expect(runReader('sha256sum', [join(place, 'bde1')]).stdout.slice(0, 64)).toBe(digest);
    } finally {
      runReader('umount', [place]);
      rmSync(place, { recursive: true });
    }
  });
});

function keyFile(): string {
  const path = join(job.folder, 'key.txt');
  writeFileSync(path, job.keyOf(), { mode: 0o600 });
  return path;
}
