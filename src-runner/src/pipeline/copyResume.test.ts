import * as fs from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CopyCursor } from '../model/copyResult';
import { Journal, someBytes, TestDrive, TIME, turnTakingThreads, type TestFile } from '../../test/copiedFiles';
import { WorkerPool } from './workerPool';

const MEBIBYTE = 1 << 20;
const drives: TestDrive[] = [];

afterAll(() => {
  for (const drive of drives) drive.remove();
});

function makeDrive(files: readonly TestFile[]): TestDrive {
  const drive = new TestDrive(files);
  drives.push(drive);
  return drive;
}

const large = someBytes(37 * MEBIBYTE + 10, 3);
large.fill(0, 20 * MEBIBYTE, 23 * MEBIBYTE);
const files = (): TestFile[] => [
  { content: someBytes(9000) },
  { content: large, isPageBlob: false },
  { content: someBytes(5 * MEBIBYTE, 9) },
  { content: large.subarray(0, 19 * MEBIBYTE), isPageBlob: true },
  { content: someBytes(100) },
];

/** Copies until `pieces` pieces have been reported, then stops. */
async function copyUntil(drive: TestDrive, pieces: number): Promise<Journal> {
  const journal = new Journal();
  const controller = new AbortController();
  const { isComplete } = await drive.copy(journal, {
    signal: controller.signal,
    onPiece: (piece) => {
      // What comes after the signal is written too, but need not have reached the journal.
      if (journal.pieces.length < pieces) journal.take(piece);
      if (journal.pieces.length === pieces) controller.abort();
    },
  });
  expect(isComplete).toBe(false);
  return journal;
}

const endOf = (journal: Journal): CopyCursor => journal.pieces.at(-1)?.next ?? { file: 0, block: 0 };

describe('a stopped copy', () => {
  it('goes on from any of its pieces, and reads like one that was never stopped', async () => {
    const whole = new Journal();
    await makeDrive(files()).copy(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.pieces.length - 2 }), async (pieces) => {
        const drive = new TestDrive(files());
        const journal = await copyUntil(drive, pieces);
        const start = endOf(journal);
        const outcome = await drive.copy(journal, {
          start,
          known: start.block > 0 ? journal.ranges.get(start.file)! : [],
        });
        expect(outcome).toEqual({ isComplete: true, failures: [] });
        expect(journal.sha256).toEqual(drive.expectedSha256());
        expect(journal.ranges).toEqual(whole.ranges);
        expect(drive.wrongFiles()).toEqual([]);
        drive.remove();
      }),
      { numRuns: 4 },
    );
  });

  it('goes on from any block, also one in the middle of a chunk', async () => {
    const drive = makeDrive(files());
    const whole = new Journal();
    await drive.copy(whole);
    const known = whole.ranges.get(1)!.slice(0, 3);
    const journal = new Journal();
    await drive.copy(journal, { start: { file: 1, block: 3 }, known });
    expect([...known, ...journal.ranges.get(1)!]).toEqual(whole.ranges.get(1)!);
    expect(journal.sha256.get(1)).toBe(whole.sha256.get(1));
  });

  it('does not write again what is there', async () => {
    const drive = makeDrive(files());
    const whole = new Journal();
    await drive.copy(whole);
    const positions: number[] = [];
    const calls = {
      ...fs,
      writeSync: ((descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
        positions.push(position - (1 << 20));
        return fs.writeSync(descriptor, bytes, offset, length, position);
      }) as typeof fs.writeSync,
    };
    await drive.copy(new Journal(), { calls, start: { file: 1, block: 5 }, known: whole.ranges.get(1)!.slice(0, 5) });
    const first = drive.image.dataOffset(1) + 20 * MEBIBYTE;
    expect(Math.min(...positions.filter((position) => position >= drive.image.dataOffset(0)))).toBe(first);
  });

  it('names a half-done file that has changed though size and time are the same', async () => {
    const drive = makeDrive(files());
    const journal = await copyUntil(drive, 2);
    const start = endOf(journal);
    expect(start).toEqual({ file: 1, block: 4 });
    const descriptor = fs.openSync(drive.pathOf(1), 'r+');
    fs.writeSync(descriptor, Buffer.from([255]), 0, 1, 5 * MEBIBYTE + 1);
    fs.closeSync(descriptor);
    fs.utimesSync(drive.pathOf(1), TIME, TIME);
    const { failures } = await drive.copy(journal, { start, known: journal.ranges.get(1)! });
    expect(failures).toMatchObject([{ file: 1, reason: 'changed' }]);
    expect(failures[0]!.message).toContain('has changed since its first part was copied');
    expect(journal.sha256.has(1)).toBe(false);
    expect(journal.sha256.size).toBe(4);
  });

  it('has done nothing where it was stopped before it began', async () => {
    const drive = makeDrive(files());
    const journal = new Journal();
    expect(await drive.copy(journal, { signal: AbortSignal.abort() })).toEqual({ isComplete: false, failures: [] });
    expect(journal.pieces).toEqual([]);
  });

  it('gives its slots back', async () => {
    const pool = new WorkerPool(turnTakingThreads(), 1, 2);
    const drive = makeDrive(files());
    for (let round = 0; round < 6; round++) {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 5 * round);
      await drive.copy(new Journal(), { pool, signal: controller.signal });
    }
    const journal = new Journal();
    await drive.copy(journal, { pool });
    expect(journal.sha256).toEqual(drive.expectedSha256());
  });
});

describe('work that was given up', () => {
  it('leaves nothing behind for the next drive', async () => {
    const [first, second] = [
      makeDrive(Array.from({ length: 900 }, (_, seed) => ({ content: someBytes(1000, seed) }))),
      makeDrive(files()),
    ];
    const controller = new AbortController();
    let reads = 0;
    const count = (): void => {
      if (++reads === 300) controller.abort();
    };
    const calls = {
      ...fs,
      readSync: ((...parameters: [number, Uint8Array]) => {
        count();
        return fs.readSync(...parameters);
      }) as typeof fs.readSync,
      readvSync: (...parameters: Parameters<typeof fs.readvSync>) => {
        count();
        return fs.readvSync(...parameters);
      },
      // Where reads are slow, several files are read at once, by the asynchronous call.
      read: ((...parameters: [number, (error: Error | null) => void]) => {
        count();
        fs.read(...parameters);
      }) as unknown as typeof fs.read,
    };
    const pool = new WorkerPool(turnTakingThreads(calls), 1, 1);
    expect((await first.copy(new Journal(), { pool, signal: controller.signal })).isComplete).toBe(false);
    const [journal, expected] = [new Journal(), new Journal()];
    await second.copy(journal, { pool });
    await second.copy(expected);
    expect(journal.ranges).toEqual(expected.ranges);
  });
});
