import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDrive } from '../../src-runner/src/drives/openDrive';
import { testDrive } from '../../src-runner/test/driveInMemory';
import { testSecrets } from '../../src-runner/test/bitlockerSecrets';
import { readBytes } from '../../src-runner/src/volume/byteSource';
import { canAttach, LoopDevice } from '../drives/loopDevice';
import { filesBelow, MountedDrive } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { runRunner } from '../drives/runnerProcess';
import { expectSameFiles } from '../drives/sameFiles';
import { writeUglyTree } from '../drives/uglyTree';
import { hasFuse, hasReaders, runReader } from './readers';

const isAttachable = canAttach();

describe.runIf(isAttachable)('a disk', () => {
  const drive = testDrive();
  let folder: string;
  let device: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sneakernet-device-'));
    writeFileSync(join(folder, 'disk.raw'), drive.disk);
    const attached = runReader('losetup', ['--find', '--show', '--read-only', join(folder, 'disk.raw')]);
    expect(attached).toMatchObject({ code: 0 });
    device = attached.stdout.trim();
  });

  afterAll(() => {
    runReader('losetup', ['--detach', device]);
    rmSync(folder, { recursive: true });
  });

  it('is read at any place, whole sectors or not', () => {
    const opened = openDrive(device);
    try {
      expect(opened).toMatchObject({
        kind: 'device',
        length: drive.disk.length,
        table: { kind: 'GPT', faults: [] },
        contents: { kind: 'bitlocker' },
      });
      for (const [offset, length] of [
        [0, 512],
        [511, 2],
        [4096, 8192],
        [5000, 3],
        [drive.volume.length - 1, 1],
      ] as const) {
        expect(
          Buffer.compare(readBytes(opened.volume, offset, length), drive.volume.subarray(offset, offset + length)),
        ).toBe(0);
      }
    } finally {
      opened.close();
    }
  });

  it('is what info looks at', async () => {
    writeFileSync(join(folder, 'key.txt'), testSecrets().recoveryPassword);
    const { code, stdout } = await runRunner(['info', device, '--key-file', 'key.txt', '--digest', '--json'], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'device',
      partitionTable: 'GPT',
      bitlocker: { unlocked: true },
      decryptedSha256: createHash('sha256').update(drive.plain).digest('hex'),
    });
  });
});

describe.runIf(isAttachable && hasReaders('dislocker-fuse', 'ntfs-3g') && hasFuse())('a prepared disk', () => {
  it('is mounted by dislocker and ntfs-3g as it stands, with every file: path, size, time and content', async () => {
    const job = new PreparationJob();
    const disk = new LoopDevice(join(job.folder, 'disk.raw'), 128 * 1024 * 1024);
    try {
      writeUglyTree(job);
      job.row().drive();
      const { code, stderr } = await job.prep(['--drive', `H=${disk.path}`, '--yes']);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      const drive = new MountedDrive(disk.path, job.keyOf());
      try {
        expectSameFiles(filesBelow(join(drive.root, 'session#1', 'container')), filesBelow(job.source));
      } finally {
        drive.unmount();
      }
    } finally {
      disk.detach();
      job.remove();
    }
  });
});
