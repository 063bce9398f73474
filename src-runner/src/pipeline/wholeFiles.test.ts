import * as fs from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FileCalls } from './fileCalls';
import type { Reply } from './tasks';
import { Journal, someBytes, TestDrive, turnTakingThreads } from '../../test/copiedFiles';
import { WorkerPool } from './workerPool';

const drives: TestDrive[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const drive of drives.splice(0)) drive.remove();
});

function makeDrive(count: number, sizeOf = (index: number): number => (index * 977) % 9000): TestDrive {
  const drive = new TestDrive(
    Array.from({ length: count }, (_, index) => ({ content: someBytes(sizeOf(index), index), isPageBlob: false })),
  );
  drives.push(drive);
  return drive;
}

/** Makes each file seem to take this many milliseconds. */
function letEachTake(milliseconds: number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += milliseconds));
}

/** Counts the asynchronous calls; `most` is how many were under way at once. */
function counted(overrides: Partial<FileCalls> = {}): {
  readonly calls: FileCalls;
  readonly counts: { reads: number; most: number; underWay: number };
} {
  const counts = { reads: 0, most: 0, underWay: 0 };
  const calls = { ...fs, ...overrides };
  const { read } = calls;
  const countedRead = (
    ...parameters: [number, Uint8Array, number, number, null, (error: Error | null, count: number) => void]
  ): void => {
    counts.reads++;
    counts.most = Math.max(counts.most, ++counts.underWay);
    const done = parameters[5];
    parameters[5] = (error, count) => {
      counts.underWay--;
      done(error, count);
    };
    (read as (...all: typeof parameters) => void)(...parameters);
  };
  return { calls: { ...calls, read: countedRead as typeof fs.read }, counts };
}

describe('files that the system has in memory', () => {
  it('are read one by one', async () => {
    letEachTake(0.01);
    const drive = makeDrive(200);
    const { calls, counts } = counted();
    const journal = new Journal();
    await drive.copy(journal, { calls });
    expect(counts.reads).toBe(0);
    expect(drive.wrongFiles()).toEqual([]);
  });
});

describe('files that make the thread wait', () => {
  it('are read several at a time, and arrive as they are', async () => {
    letEachTake(0.2);
    const drive = makeDrive(200);
    const { calls, counts } = counted();
    const journal = new Journal();
    await drive.copy(journal, { calls, pool: new WorkerPool(turnTakingThreads(calls), 1, 1) });
    expect(counts.most).toBe(8);
    expect(counts.underWay).toBe(0);
    expect(journal.sha256).toEqual(drive.expectedSha256());
    expect(drive.wrongFiles()).toEqual([]);
  });

  it('are read one by one where they are large', async () => {
    letEachTake(5);
    const drive = makeDrive(40, () => 200_000);
    const { calls, counts } = counted();
    await drive.copy(new Journal(), { calls });
    expect(counts.reads).toBe(0);
    expect(drive.wrongFiles()).toEqual([]);
  });

  it.each<[string, (path: string) => void, string, string]>([
    [
      'has shrunk',
      (path) => {
        fs.truncateSync(path, 10);
      },
      'changed',
      'and now has 10',
    ],
    [
      'has grown',
      (path) => {
        fs.appendFileSync(path, 'x');
      },
      'changed',
      'bytes and now has',
    ],
    [
      'was written to',
      (path) => {
        fs.utimesSync(path, 1, 1);
      },
      'changed',
      'it was written to',
    ],
    [
      'is gone',
      (path) => {
        fs.rmSync(path);
      },
      'vanished',
      'is no longer there',
    ],
    [
      'has become a directory',
      (path) => {
        fs.rmSync(path);
        fs.mkdirSync(path);
      },
      'changed',
      'it is no longer a file',
    ],
  ])('are told of one by one where one %s', async (_, trouble, reason, text) => {
    letEachTake(0.2);
    const drive = makeDrive(200);
    for (const file of [70, 31, 150]) trouble(drive.pathOf(file));
    const journal = new Journal();
    const { isComplete, failures } = await drive.copy(journal);
    expect(isComplete).toBe(true);
    expect(failures.map(({ file }) => file)).toEqual([31, 70, 150]);
    for (const failure of failures) {
      expect(failure).toMatchObject({ reason, path: drive.pathOf(failure.file) });
      expect(failure.message).toContain(text);
    }
    expect(drive.wrongFiles().filter((file) => ![31, 70, 150].includes(file))).toEqual([]);
  });

  it('are told of where they cannot be read', async () => {
    letEachTake(0.2);
    const drive = makeDrive(100);
    const broken = new Set<number>();
    const { calls } = counted({
      open: ((path: string, flags: number, done: (error: Error | null, descriptor: number) => void) => {
        fs.open(path, flags, (error, descriptor) => {
          if (path === drive.pathOf(60)) broken.add(descriptor);
          else broken.delete(descriptor);
          done(error, descriptor);
        });
      }) as typeof fs.open,
      read: ((
        descriptor: number,
        ...rest: [Uint8Array, number, number, null, (error: Error | null, count?: number) => void]
      ) => {
        if (broken.has(descriptor))
          setImmediate(() => {
            rest[4](Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
          });
        else fs.read(descriptor, ...rest);
      }) as typeof fs.read,
    });
    const { failures } = await drive.copy(new Journal(), { calls });
    expect(failures).toMatchObject([{ file: 60, reason: 'unreadable' }]);
    expect(failures[0]!.message).toContain('EIO: i/o error');
    expect(drive.wrongFiles().filter((file) => file !== 60)).toEqual([]);
  });

  it('are left when the copy is stopped, with nothing under way any more, and copied when it goes on', async () => {
    letEachTake(0.2);
    const drive = makeDrive(300);
    const controller = new AbortController();
    let opened = 0;
    const { calls, counts } = counted({
      open: ((path: string, flags: number, done: (error: Error | null, descriptor: number) => void) => {
        if (++opened === 50) controller.abort();
        fs.open(path, flags, done);
      }) as typeof fs.open,
    });
    const journal = new Journal();
    expect(await drive.copy(journal, { calls, signal: controller.signal })).toEqual({
      isComplete: false,
      failures: [],
    });
    expect(counts.underWay).toBe(0);
    expect(opened).toBeLessThan(70);
    expect(journal.pieces).toEqual([]);
    expect(await drive.copy(journal)).toEqual({ isComplete: true, failures: [] });
    expect(drive.wrongFiles()).toEqual([]);
  });

  it('are not written any more once their pool has failed, when the key is wiped', async () => {
    letEachTake(0.2);
    const drive = makeDrive(300);
    let fail: (() => void) | undefined;
    let opened = 0;
    const { calls } = counted({
      open: ((path: string, flags: number, done: (error: Error | null, descriptor: number) => void) => {
        if (++opened === 30) setImmediate(fail!);
        fs.open(path, flags, done);
      }) as typeof fs.open,
    });
    const start = turnTakingThreads(calls);
    let answer: (reply: Reply) => void;
    const answered = new Promise<Reply>((resolve) => (answer = resolve));
    const pool = new WorkerPool(
      (memory, events) => {
        fail = () => {
          events.failure(new Error('The thread is gone.'));
        };
        return start(memory, { ...events, reply: answer });
      },
      1,
      1,
    );
    await expect(drive.copy(new Journal(), { pool })).rejects.toThrow('The thread is gone.');
    // The drive's number, and with it the word that tells it to stop, may belong to another drive by now.
    pool.takeNumber();
    expect((await answered).kind).toBe('stopped');
    expect(fs.readFileSync(drive.target).every((byte) => byte === 0)).toBe(true);
  });
});
