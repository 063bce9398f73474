import * as fs from 'node:fs';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TargetError } from '../model/copyResult';
import type { FileCalls } from './fileCalls';
import type { FileToCheck, Mismatch } from './readBack';
import { Journal, PARTITION_OFFSET, someBytes, TestDrive, turnTakingThreads } from '../../test/copiedFiles';
import { WorkerPool } from './workerPool';

const MEBIBYTE = 1 << 20;
const LARGE = 3;
const sparse = someBytes(15 * MEBIBYTE);
sparse.fill(0, MEBIBYTE, 9 * MEBIBYTE);
let drive: TestDrive;
const journal = new Journal();

beforeAll(async () => {
  drive = new TestDrive([
    { content: someBytes(5000) },
    { content: someBytes(10) },
    { content: someBytes(5 * MEBIBYTE + 1) },
    { content: someBytes(34 * MEBIBYTE + 700) },
    { content: sparse, isPageBlob: true },
    { content: someBytes(0) },
    { content: someBytes(8192) },
  ]);
  await drive.copy(journal);
});

afterAll(() => {
  drive.remove();
});

/** Whether a mismatch covers a place in a file. */
const covers = ({ file, what, offset, length }: Mismatch, wanted: number, place: number): boolean =>
  file === wanted && (what === 'contents' || (offset <= place && place < offset + length));

describe('reading a drive back', () => {
  it('finds nothing on one that is as it was written', async () => {
    expect(await drive.readBack(journal)).toEqual({ isComplete: true, mismatches: [] });
  });

  it('finds any flipped bit, in data and behind it', async () => {
    const files = [0, 2, LARGE, 4, 6];
    const place = fc.constantFrom(...files).chain((file) => {
      const room = Math.ceil(drive.files.sizes[file]! / 4096) * 4096;
      const edges = fc.integer({ min: Math.max(0, room - 4200), max: room - 1 });
      return fc.tuple(fc.constant(file), fc.oneof(fc.nat(room - 1), edges));
    });
    await fc.assert(
      fc.asyncProperty(place, fc.nat(7), async ([file, offset], bit) => {
        const start = drive.image.dataOffset(file);
        drive.flipBit(start + offset, bit);
        const { isComplete, mismatches } = await drive.readBack(journal);
        drive.flipBit(start + offset, bit);
        expect(isComplete).toBe(true);
        // A flipped bit of XTS garbles its block of 16 bytes, some of which lie on the same side of the file's end.
        const block = offset - (offset % 16);
        expect(
          mismatches.some(
            (mismatch) =>
              covers(mismatch, file, offset) || covers(mismatch, file, block) || covers(mismatch, file, block + 15),
          ),
        ).toBe(true);
        expect(new Set(mismatches.map((mismatch) => mismatch.file))).toEqual(new Set([file]));
      }),
      { numRuns: 15 },
    );
  });

  it('tells which range is wrong', async () => {
    drive.flipBit(drive.image.dataOffset(LARGE) + 21 * MEBIBYTE, 0);
    const { mismatches } = await drive.readBack(journal);
    drive.flipBit(drive.image.dataOffset(LARGE) + 21 * MEBIBYTE, 0);
    expect(mismatches).toEqual([
      { file: LARGE, what: 'range', offset: 20 * MEBIBYTE, length: 4 * MEBIBYTE },
      { file: LARGE, what: 'contents', offset: 0, length: 34 * MEBIBYTE + 700 },
    ]);
  });

  it('takes files in several extents, and ranges of any length', async () => {
    const volume = drive.volume();
    const start = drive.image.dataOffset(LARGE);
    // A file assembled from pieces of the large one, the last piece first.
    const fileOf = (pieces: readonly (readonly [number, number])[], size: number, rangeLength: number): FileToCheck => {
      const content = Buffer.concat(
        pieces.map(([from, length]) => volume.subarray(start + from, start + from + length)),
      ).subarray(0, size);
      const ranges = Array.from({ length: Math.ceil(size / rangeLength) }, (_, index) =>
        content.subarray(index * rangeLength, (index + 1) * rangeLength),
      );
      return {
        file: 0,
        size,
        extents: pieces.flatMap(([from, length]) => [start + from, length]),
        sha256: createHash('sha256').update(content).digest(),
        ranges: {
          offsets: Float64Array.from(ranges, (_, index) => index * rangeLength),
          lengths: Float64Array.from(ranges, (range) => range.length),
          md5s: Buffer.concat(ranges.map((range) => createHash('md5').update(range).digest())),
        },
      };
    };
    const large = fileOf(
      [
        [20 * MEBIBYTE, 14 * MEBIBYTE],
        [4096, 12 * MEBIBYTE],
        [16 * MEBIBYTE, 8192],
      ],
      26 * MEBIBYTE + 8192,
      1_000_001,
    );
    const small = fileOf(
      [
        [8192, 4096],
        [4096, 4096],
        [12_288, 8192],
      ],
      16_384,
      1000,
    );
    expect(await drive.readBack(journal, { files: [large, small] })).toEqual({ isComplete: true, mismatches: [] });
    const wrong = {
      ...large,
      ranges: { ...large.ranges, md5s: large.ranges.md5s.map((byte, index) => (index === 16 * 17 ? byte ^ 1 : byte)) },
    };
    expect(await drive.readBack(journal, { files: [small, wrong] })).toEqual({
      isComplete: true,
      mismatches: [{ file: 0, what: 'range', offset: 17 * 1_000_001, length: 1_000_001 }],
    });
  });

  it('has the bytes and files that are done with as its progress', async () => {
    let last;
    await drive.readBack(journal, { onProgress: (progress) => (last = progress) });
    expect(last).toEqual({ bytes: 5000 + 5 * MEBIBYTE + 1 + 34 * MEBIBYTE + 700 + 15 * MEBIBYTE + 8192, files: 5 });
  });

  it('stops when it is told to', async () => {
    expect(await drive.readBack(journal, { signal: AbortSignal.abort() })).toEqual({
      isComplete: false,
      mismatches: [],
    });
    const controller = new AbortController();
    const { isComplete } = await drive.readBack(journal, {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    expect(isComplete).toBe(false);
  });

  it('ends with what goes wrong in whoever names the files', async () => {
    const pool = new WorkerPool(turnTakingThreads(), 1, 2);
    const files = function* (): Generator<FileToCheck> {
      yield* [...drive.filesToCheck(journal)].slice(0, 3);
      throw new Error('The ledger is torn.');
    };
    await expect(drive.readBack(journal, { pool, files: files() })).rejects.toThrow('The ledger is torn.');
    const large = [...drive.filesToCheck(journal)].find(({ file }) => file === LARGE)!;
    const torn = {
      ...large,
      ranges: { offsets: Float64Array.of(0), lengths: Float64Array.of(36 * MEBIBYTE), md5s: new Uint8Array(16) },
    };
    await expect(drive.readBack(journal, { pool, files: [torn] })).rejects.toThrow('has a range longer than');
    expect(await drive.readBack(journal, { pool })).toEqual({ isComplete: true, mismatches: [] });
  });

  it('leaves its pool fit for the next drive', async () => {
    const pool = new WorkerPool(turnTakingThreads(), 1, 2);
    for (let round = 0; round < 4; round++) {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 10 * round);
      await drive.readBack(journal, { pool, signal: controller.signal });
    }
    expect(await drive.readBack(journal, { pool })).toEqual({ isComplete: true, mismatches: [] });
  });
});

describe('a place that cannot be read', () => {
  /** Fails reads that touch one byte of the volume. */
  const failing = (place: number, code: string): FileCalls => ({
    ...fs,
    readSync: ((descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
      if (position <= PARTITION_OFFSET + place && PARTITION_OFFSET + place < position + length) {
        throw Object.assign(new Error(`${code}: no such luck, read`), { code, syscall: 'read' });
      }
      return fs.readSync(descriptor, bytes, offset, length, position);
    }) as typeof fs.readSync,
  });

  it.each([0, 2, LARGE, 6])('is named with its file, and the others are read (file %i)', async (file) => {
    const { isComplete, mismatches } = await drive.readBack(journal, {
      calls: failing(drive.image.dataOffset(file) + 100, 'EIO'),
    });
    expect(isComplete).toBe(true);
    expect(mismatches).toMatchObject([{ file, what: 'unreadable', offset: 0, message: 'EIO: no such luck' }]);
  });

  it('is one behind the end of a target that was cut off', async () => {
    const copy = fs.readFileSync(drive.target);
    fs.truncateSync(drive.target, PARTITION_OFFSET + drive.image.dataOffset(6));
    const { mismatches } = await drive.readBack(journal);
    fs.writeFileSync(drive.target, copy);
    expect(mismatches).toMatchObject([{ file: 6, what: 'unreadable' }]);
  });

  it('ends the reading when the drive is gone', async () => {
    const outcome = drive.readBack(journal, { calls: failing(drive.image.dataOffset(2), 'ENODEV') });
    await expect(outcome).rejects.toThrow(TargetError);
    await expect(outcome).rejects.toThrow('Reconnect it');
  });
});
