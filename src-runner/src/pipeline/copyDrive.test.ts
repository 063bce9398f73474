import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';
import { BLOCK_LENGTH } from '../model/copyResult';
import { Journal, someBytes, TestDrive, turnTakingThreads, type TestFile } from '../../test/copiedFiles';
import { WorkerPool } from './workerPool';

const MEBIBYTE = 1 << 20;
const drives: TestDrive[] = [];

afterEach(() => {
  for (const drive of drives.splice(0)) drive.remove();
});

function makeDrive(files: readonly TestFile[], method?: EncryptionMethod): TestDrive {
  const drive = new TestDrive(files, method);
  drives.push(drive);
  return drive;
}

const filesOf = (...sizes: readonly number[]): TestFile[] =>
  sizes.map((size, index) => ({ content: someBytes(size, index) }));

describe('copying a drive', () => {
  it.each(['aes-xts-128', 'aes-xts-256', 'aes-cbc-128'] as const)(
    'brings every file to its place, with its hashes, by %s',
    async (method) => {
      const sizes = [0, 1, 700, 701, 4095, 4096, 4097, BLOCK_LENGTH - 1, BLOCK_LENGTH, BLOCK_LENGTH + 1, 0, 5];
      const drive = makeDrive(filesOf(...sizes), method);
      const journal = new Journal();
      expect(await drive.copy(journal)).toEqual({ isComplete: true, failures: [] });
      expect(drive.wrongFiles()).toEqual([]);
      expect(journal.sha256).toEqual(drive.expectedSha256());
      expect([...journal.ranges.values()].map((ranges) => ranges.length)).toEqual(
        sizes.map((size) => Math.ceil(size / BLOCK_LENGTH)),
      );
    },
  );

  it('takes large files chunk by chunk between small ones', async () => {
    const files = filesOf(10, 36 * MEBIBYTE + 3, 5000, 17 * MEBIBYTE, 32 * MEBIBYTE, 13 * MEBIBYTE + 1, 700);
    const drive = makeDrive(files);
    const journal = new Journal();
    await drive.copy(journal);
    expect(drive.wrongFiles()).toEqual([]);
    expect(journal.sha256).toEqual(drive.expectedSha256());
    files.forEach(({ content }, file) => {
      const expected = Array.from({ length: Math.ceil(content.length / BLOCK_LENGTH) }, (_, index) => {
        const block = content.subarray(index * BLOCK_LENGTH, (index + 1) * BLOCK_LENGTH);
        return {
          offset: index * BLOCK_LENGTH,
          length: block.length,
          md5: createHash('md5').update(block).digest('hex'),
        };
      });
      expect(
        journal.ranges.get(file)!.map(({ md5, ...range }) => ({ ...range, md5: Buffer.from(md5).toString('hex') })),
      ).toEqual(expected);
    });
  });

  it('reports pieces in the order of the files, each with where to go on', async () => {
    const drive = makeDrive(filesOf(5, 20 * MEBIBYTE, 7, 9 * MEBIBYTE, 9 * MEBIBYTE));
    const journal = new Journal();
    await drive.copy(journal);
    expect(journal.pieces.map(({ next }) => next)).toEqual([
      { file: 1, block: 0 },
      { file: 1, block: 4 },
      { file: 2, block: 0 },
      { file: 4, block: 0 },
      { file: 5, block: 0 },
    ]);
  });

  it('writes records of all files', async () => {
    const drive = makeDrive(filesOf(5, 0, 13 * MEBIBYTE, 800, 14 * MEBIBYTE));
    await drive.copy(new Journal());
    const volume = drive.volume();
    const records = [0, 1, 2, 3, 4].map((file) => [
      volume.readUInt32LE(drive.image.recordOffset(file)),
      volume.readDoubleLE(drive.image.recordOffset(file) + 8),
    ]);
    expect(records).toEqual(drive.files.sizes.map((size, file) => [file, size]));
  });

  it('has the bytes and files that are done with as its progress', async () => {
    const drive = makeDrive(filesOf(5, 0, 20 * MEBIBYTE, 800));
    let last;
    await drive.copy(new Journal(), { onProgress: (progress) => (last = progress) });
    expect(last).toEqual({ bytes: 20 * MEBIBYTE + 805, files: 4 });
  });

  it('copies several drives at the same time on the threads that they share', async () => {
    const some = Array.from({ length: 5 }, (_, index) =>
      makeDrive(filesOf(100, index * MEBIBYTE + 14 * MEBIBYTE, 5000 * index)),
    );
    const pool = new WorkerPool(turnTakingThreads(), some.length, 2);
    const journals = some.map(() => new Journal());
    await Promise.all(some.map((drive, index) => drive.copy(journals[index]!, { pool })));
    some.forEach((drive, index) => {
      expect(drive.wrongFiles()).toEqual([]);
      expect(journals[index]!.sha256).toEqual(drive.expectedSha256());
    });
  });

  it('has nothing to do for a drive without files', async () => {
    const drive = makeDrive([]);
    expect(await drive.copy(new Journal())).toEqual({ isComplete: true, failures: [] });
  });
});

describe('page ranges', () => {
  it('leave out what is zero, in units of 64 KiB, and end with each 4 MiB', async () => {
    const unit = 65_536;
    const content = Buffer.alloc(14 * MEBIBYTE + 512);
    content[3 * unit + 5] = 1;
    content[4 * unit] = 1;
    content.fill(7, 3 * MEBIBYTE, 9 * MEBIBYTE);
    content[content.length - 1] = 1;
    const journal = new Journal();
    await makeDrive([
      { content, isPageBlob: true },
      { content: content.subarray(0, 5 * unit), isPageBlob: true },
    ]).copy(journal);
    expect(journal.ranges.get(0)!.map(({ offset, length }) => [offset, length])).toEqual([
      [3 * unit, 2 * unit],
      [3 * MEBIBYTE, MEBIBYTE],
      [4 * MEBIBYTE, 4 * MEBIBYTE],
      [8 * MEBIBYTE, MEBIBYTE],
      [14 * MEBIBYTE, 512],
    ]);
    expect(journal.ranges.get(1)!.map(({ offset, length }) => [offset, length])).toEqual([[3 * unit, 2 * unit]]);
    const { offset, length, md5 } = journal.ranges.get(0)![1]!;
    expect(Buffer.from(md5)).toEqual(
      createHash('md5')
        .update(content.subarray(offset, offset + length))
        .digest(),
    );
  });

  it('are none of a file of zeros', async () => {
    const drive = makeDrive([{ content: Buffer.alloc(13 * MEBIBYTE), isPageBlob: true }]);
    const journal = new Journal();
    await drive.copy(journal);
    expect(journal.ranges.get(0)).toEqual([]);
    expect(drive.wrongFiles()).toEqual([]);
  });
});
