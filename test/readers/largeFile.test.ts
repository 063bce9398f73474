import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MountedDrive } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { noise } from '../drives/uglyTree';
import { hasFuse, hasReaders, runReader } from './readers';

/** More than 32 bits can count, and not a whole number of blocks, clusters or sectors. */
const SIZE = 5_000_000_017;

describe.runIf(hasReaders('dislocker-fuse', 'ntfs-3g') && hasFuse())('a sparse file of 5 GB', () => {
  const job = new PreparationJob();
  let sha256: string;

  beforeAll(async () => {
    const path = job.write('large.bin', noise(1000));
    truncateSync(path, SIZE);
    const file = openSync(path, 'r+');
    for (const [place, length] of [
      [2 ** 32 - 1_000_003, 3_000_000],
      [2_500_000_001, 9_000_000],
      [SIZE - 70_001, 70_001],
    ] as const)
      writeSync(file, noise(length), 0, length, place);
    closeSync(file);
    sha256 = runReader('sha256sum', [path]).stdout.slice(0, 64);
    job.row().drive();
    const { code, stderr } = await job.prep();
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  });

  afterAll(() => {
    job.remove();
  });

  it('has its SHA-256 in the JRM', () => {
    expect(job.jrm().Checksums).toMatchObject([{ Size: SIZE, SHA256: sha256 }]);
  });

  it('has the same size and content for dislocker and ntfs-3g', () => {
    const drive = new MountedDrive(job.image(), job.keyOf());
    try {
      const copy = join(drive.root, 'session#1', 'container', 'large.bin');
      expect(runReader('sha256sum', [copy]).stdout.slice(0, 64)).toBe(sha256);
    } finally {
      drive.unmount();
    }
  });
});
