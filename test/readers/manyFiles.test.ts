import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecryptedDrive, filesBelow, MountedDrive } from '../drives/mountedDrive';
import { PreparationJob } from '../drives/preparationJob';
import { expectSameFiles } from '../drives/sameFiles';
import { noise } from '../drives/uglyTree';
import { hasFuse, hasReaders, runReader } from './readers';

const FILES = 100_000;
const LONGEST_NAME = 255;

/** Names with lengths from 1 to 255 in turn, all of them different, ignoring case. */
function nameOf(index: number): string {
  const number = index.toString(36);
  return number.padEnd(Math.max(number.length, 1 + (index % LONGEST_NAME)), '-_.~'[index % 4]).replace(/\.$/, '!');
}

/** Most files are resident, every seventh has clusters, some are empty. */
function sizeOf(index: number): number {
  return index % 7 === 0 ? 600 + (index % 9000) : index % 400;
}

describe.runIf(hasReaders('dislocker-fuse', 'ntfs-3g') && hasFuse())(
  'a hundred thousand files in one directory',
  () => {
    const job = new PreparationJob();

    beforeAll(async () => {
      const bytes = noise(16 * 1024);
      for (let index = 0; index < FILES; index++)
        job.write(`many/${nameOf(index)}`, bytes.subarray(index % 4096, (index % 4096) + sizeOf(index)));
      job.row().drive();
      const { code, stderr } = await job.prep();
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    });

    afterAll(() => {
      job.remove();
    });

    it('are all there for dislocker and ntfs-3g: path, size, time and content', () => {
      const drive = new MountedDrive(job.image(), job.keyOf());
      try {
        const found = filesBelow(join(drive.root, 'session#1', 'container'));
        expect(found.size).toBe(FILES);
        expectSameFiles(found, filesBelow(job.source));
        expect(readFileSync(join(drive.root, 'DriveManifest.xml'), 'utf8').match(/<Blob>/g)).toHaveLength(FILES);
      } finally {
        drive.unmount();
      }
    });

    it('are counted by the checkers of ntfs-3g, sleuthkit and libfsntfs, and nothing is wrong', () => {
      if (!hasReaders('ntfsfix', 'ntfscluster', 'fls', 'fsntfsinfo')) return;
      const drive = new DecryptedDrive(job.image(), job.keyOf());
      try {
        const fix = runReader('ntfsfix', ['-n', drive.volume]);
        expect({ code: fix.code, text: /error|corrupt|FAILED|inconsisten/i.exec(fix.stdout)?.[0] }).toEqual({
          code: 0,
          text: undefined,
        });
        expect(runReader('ntfscluster', ['-i', drive.volume]).code).toBe(0);
        const listed = runReader('fls', ['-r', '-F', '-p', drive.volume])
          .stdout.split('\n')
          .filter((line) => line.includes('session#1/container/many/'));
        expect(listed).toHaveLength(FILES);
        const hierarchy = runReader('fsntfsinfo', ['-H', drive.volume])
          .stdout.split('\n')
          .filter((line) => line.startsWith('\\session#1\\container\\many\\'));
        expect(hierarchy).toHaveLength(FILES);
      } finally {
        drive.close();
      }
    });
  },
);
