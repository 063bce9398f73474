import * as fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { TargetError } from '../model/copyResult';
import type { FileCalls } from './fileCalls';
import { Journal, someBytes, TestDrive, turnTakingThreads, type TestFile } from '../../test/copiedFiles';
import { WorkerPool } from './workerPool';

const MEBIBYTE = 1 << 20;
const drives: TestDrive[] = [];

afterEach(() => {
  for (const drive of drives.splice(0)) drive.remove();
});

function makeDrive(...sizes: readonly number[]): TestDrive {
  const drive = new TestDrive(sizes.map((size, index): TestFile => ({ content: someBytes(size, index) })));
  drives.push(drive);
  return drive;
}

function systemError(code: string, text: string, call: string): Error {
  return Object.assign(new Error(`${code}: ${text}, ${call}`), { code, syscall: call });
}

/** Opens files, and tracks which descriptors belong to one of them. */
function openings(path: string): {
  readonly openSync: typeof fs.openSync;
  readonly isOf: (descriptor: number) => boolean;
} {
  const descriptors = new Set<number>();
  const openSync = ((name: string, flags: number) => {
    const descriptor = fs.openSync(name, flags);
    if (name === path) descriptors.add(descriptor);
    else descriptors.delete(descriptor);
    return descriptor;
  }) as typeof fs.openSync;
  return { openSync, isOf: (descriptor) => descriptors.has(descriptor) };
}

/** Fails the reads of one file, starting with read number `after`. */
function unreadable(path: string, after = 1): FileCalls {
  const { openSync, isOf } = openings(path);
  let count = 0;
  const throwIfDue = (descriptor: number): void => {
    if (isOf(descriptor) && ++count >= after) throw systemError('EIO', 'i/o error', 'read');
  };
  return {
    ...fs,
    openSync,
    readSync: ((descriptor: number, ...rest: [Uint8Array]) => {
      throwIfDue(descriptor);
      return fs.readSync(descriptor, ...rest);
    }) as typeof fs.readSync,
    readvSync: (descriptor, buffers) => {
      throwIfDue(descriptor);
      return fs.readvSync(descriptor, buffers);
    },
  };
}

/** A file system that reports one file shorter than it is, as those do that generate files while they are read. */
function understated(path: string): FileCalls {
  const { size } = fs.statSync(path);
  const times = fs.statSync(path);
  fs.appendFileSync(path, 'and more');
  fs.utimesSync(path, times.atime, times.mtime);
  const { openSync, isOf } = openings(path);
  const fstatSync = (descriptor: number, options: { bigint: true }): fs.BigIntStats => {
    const found = fs.fstatSync(descriptor, options);
    if (isOf(descriptor)) found.size = BigInt(size);
    return found;
  };
  return {
    ...fs,
    openSync,
    fstatSync: fstatSync as unknown as typeof fs.fstatSync,
  };
}

/** Fails every write, starting with write number `after`. */
function unwritable(code: string, after: number): FileCalls {
  let count = 0;
  return {
    ...fs,
    writeSync: ((descriptor: number, ...rest: [Uint8Array]) => {
      if (++count >= after) throw systemError(code, 'no such luck', 'write');
      return fs.writeSync(descriptor, ...rest);
    }) as typeof fs.writeSync,
  };
}

/** The other files must have been copied as if nothing had happened. */
function expectOthers(drive: TestDrive, journal: Journal, failed: number): void {
  const expected = drive.expectedSha256();
  expected.delete(failed);
  expect(journal.sha256).toEqual(expected);
  expect(drive.wrongFiles().filter((file) => file !== failed)).toEqual([]);
}

describe('a source file', () => {
  const sizes = [300, 5000, 17 * MEBIBYTE, 6000, 0];
  /** What happens to a file of the drive before it is copied, and how it is reported. */
  const troubles: readonly [string, (path: string) => void, string, string][] = [
    [
      'that has shrunk',
      (path) => {
        fs.truncateSync(path, fs.statSync(path).size / 2);
      },
      'changed',
      'bytes and now has',
    ],
    [
      'that has grown',
      (path) => {
        fs.appendFileSync(path, 'x');
      },
      'changed',
      'bytes and now has',
    ],
    [
      'that was written to',
      (path) => {
        fs.utimesSync(path, 1, 1);
      },
      'changed',
      'it was written to',
    ],
    [
      'that is gone',
      (path) => {
        fs.rmSync(path);
      },
      'vanished',
      'is no longer there',
    ],
    [
      'that has become a directory',
      (path) => {
        fs.rmSync(path);
        fs.mkdirSync(path);
      },
      'changed',
      'it is no longer a file',
    ],
  ];

  it.each(
    troubles.flatMap(([name, trouble, reason, text]) =>
      [0, 1, 2].map((file) => [name, sizes[file]!, file, trouble, reason, text] as const),
    ),
  )('%s (%i bytes) is named, and the others are copied', async (_name, _size, file, trouble, reason, text) => {
    const drive = makeDrive(...sizes);
    trouble(drive.pathOf(file));
    const journal = new Journal();
    const { isComplete, failures } = await drive.copy(journal);
    expect(isComplete).toBe(true);
    expect(failures).toMatchObject([{ file, reason, path: drive.pathOf(file) }]);
    expect(failures[0]!.message).toContain(drive.pathOf(file));
    expect(failures[0]!.message).toContain(text);
    expect(failures[0]!.message).toMatch(/resume.*leave it out\.$/i);
    expectOthers(drive, journal, file);
  });

  it.each([0, 1, 2])('that cannot be read is named, and the others are copied (file %i)', async (file) => {
    const drive = makeDrive(...sizes);
    const journal = new Journal();
    const { failures } = await drive.copy(journal, { calls: unreadable(drive.pathOf(file)) });
    expect(failures).toMatchObject([{ file, reason: 'unreadable' }]);
    expect(failures[0]!.message).toContain('EIO: i/o error');
    expectOthers(drive, journal, file);
  });

  it('that fails in its middle takes back what was reported of it', async () => {
    const drive = makeDrive(5, 70 * MEBIBYTE, 7000);
    const journal = new Journal();
    const { failures } = await drive.copy(journal, { calls: unreadable(drive.pathOf(1), 240) });
    expect(failures).toMatchObject([{ file: 1, reason: 'unreadable' }]);
    expect(journal.ranges.has(1)).toBe(false);
    expect(
      journal.pieces.filter((piece) => piece.kind === 'blocks').map(({ failure, next }) => [failure?.reason, next]),
    ).toEqual([
      [undefined, { file: 1, block: 4 }],
      [undefined, { file: 1, block: 8 }],
      [undefined, { file: 1, block: 12 }],
      ['unreadable', { file: 2, block: 0 }],
    ]);
    expectOthers(drive, journal, 1);
  });

  it.each(['appended to', 'made shorter'])('that is %s while it is read has changed', async (what) => {
    const drive = makeDrive(5, 20 * MEBIBYTE, 7000);
    let reads = 0;
    const calls: FileCalls = {
      ...fs,
      readSync: ((...parameters: [number, Uint8Array]) => {
        if (++reads === 20 && what === 'appended to') fs.appendFileSync(drive.pathOf(1), 'x');
        if (reads === 20 && what === 'made shorter') fs.truncateSync(drive.pathOf(1), 19 * MEBIBYTE);
        return fs.readSync(...parameters);
      }) as typeof fs.readSync,
    };
    const journal = new Journal();
    const { failures } = await drive.copy(journal, { calls });
    expect(failures).toMatchObject([{ file: 1, reason: 'changed' }]);
    expectOthers(drive, journal, 1);
  });

  it('that is written to while it is read has changed, though its time is put back', async () => {
    const drive = makeDrive(5, 20 * MEBIBYTE, 7000);
    const { atime, mtime } = fs.statSync(drive.pathOf(1));
    let reads = 0;
    const calls: FileCalls = {
      ...fs,
      readSync: ((...parameters: [number, Uint8Array]) => {
        if (++reads === 20) {
          const descriptor = fs.openSync(drive.pathOf(1), 'r+');
          fs.writeSync(descriptor, 'x', 0);
          fs.closeSync(descriptor);
          fs.utimesSync(drive.pathOf(1), atime, mtime);
        }
        return fs.readSync(...parameters);
      }) as typeof fs.readSync,
    };
    const journal = new Journal();
    const { failures } = await drive.copy(journal, { calls });
    expect(failures).toMatchObject([{ file: 1, reason: 'changed' }]);
    expect(failures[0]!.message).toContain('it was changed while it was being read');
    expectOthers(drive, journal, 1);
  });

  it('is read to its end where each call brings less of it than was asked for', async () => {
    const drive = makeDrive(...sizes);
    const journal = new Journal();
    const calls: FileCalls = {
      ...fs,
      readvSync: (descriptor, [into]) =>
        fs.readSync(descriptor, into as Uint8Array, 0, Math.min(3, into!.byteLength), null),
    };
    const { failures } = await drive.copy(journal, { calls });
    expect(failures).toEqual([]);
    expectOthers(drive, journal, -1);
  });

  it.each([0, 1, 2, 4])(
    'that goes on behind the size that its file system tells is named, and the others are copied (file %i)',
    async (file) => {
      const drive = makeDrive(...sizes);
      const journal = new Journal();
      const { failures } = await drive.copy(journal, { calls: understated(drive.pathOf(file)) });
      expect(failures).toMatchObject([{ file, reason: 'changed', path: drive.pathOf(file) }]);
      expect(failures[0]!.message).toContain(`continues past the ${sizes[file]} bytes`);
      expectOthers(drive, journal, file);
    },
  );

  it('that failed leaves nothing of other files in its place', async () => {
    const drive = makeDrive(9000, 9000, 9000);
    fs.rmSync(drive.pathOf(1));
    await drive.copy(new Journal());
    expect(Buffer.compare(drive.storedBytes()[1]!, Buffer.alloc(12_288))).toBe(0);
  });

  it('that failed is copied when it is tried again', async () => {
    const drive = makeDrive(...sizes);
    for (const file of [1, 2]) fs.renameSync(drive.pathOf(file), `${drive.pathOf(file)} elsewhere`);
    const journal = new Journal();
    const { failures } = await drive.copy(journal);
    expect(failures.map(({ file }) => file)).toEqual([1, 2]);
    for (const file of [1, 2]) fs.renameSync(`${drive.pathOf(file)} elsewhere`, drive.pathOf(file));
    const again = new Journal();
    const start = journal.pieces.at(-1)!.next!;
    expect(await drive.copy(again, { start, again: [1, 2] })).toEqual({ isComplete: true, failures: [] });
    expect(again.pieces.map(({ next }) => next)).toEqual(again.pieces.map(() => undefined));
    expect(new Map([...journal.sha256, ...again.sha256].sort(([a], [b]) => a - b))).toEqual(drive.expectedSha256());
    expect(drive.wrongFiles()).toEqual([]);
  });

  it('that is a pipe by now does not hold up the copy', async () => {
    const { execFileSync } = await import('node:child_process');
    const drive = makeDrive(10, 20);
    fs.rmSync(drive.pathOf(0));
    execFileSync('mkfifo', [drive.pathOf(0)]);
    expect((await drive.copy(new Journal())).failures).toMatchObject([{ file: 0, reason: 'changed' }]);
  });
});

describe('a target', () => {
  it.each([
    ['ENOSPC', 'Free some', 1],
    ['ENOSPC', 'Free some', 2],
    ['ENOSPC', 'Free some', 9],
    ['EIO', 'Check the drive', 9],
    ['EROFS', 'Make it writable', 1],
    ['ENODEV', 'Reconnect it', 14],
    ['EFBIG', 'on another file system', 14],
  ])(
    'that fails with %s ends the copy with the remedy, and nothing is reported that is not written',
    async (code, remedy, after) => {
      const drive = makeDrive(5000, 20 * MEBIBYTE, 6 * MEBIBYTE, 9 * MEBIBYTE, 14 * MEBIBYTE);
      const journal = new Journal();
      const error = await drive.copy(journal, { calls: unwritable(code, after) }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TargetError);
      expect((error as Error).message).toContain(drive.target);
      expect((error as Error).message).toContain(code);
      expect((error as Error).message).toContain(remedy);
      const { sha256 } = journal;
      const expected = drive.expectedSha256();
      for (const [file, digest] of sha256) expect(digest).toBe(expected.get(file));
      expect(drive.wrongFiles().filter((file) => sha256.has(file))).toEqual([]);
    },
  );

  it('that fails leaves the other drives of the pool alone', async () => {
    const [bad, good] = [makeDrive(5000, 13 * MEBIBYTE), makeDrive(5000, 13 * MEBIBYTE)];
    const { descriptor } = bad.openTarget();
    const calls: FileCalls = {
      ...fs,
      writeSync: ((to: number, ...rest: [Uint8Array]) => {
        if (to === descriptor) throw systemError('EIO', 'i/o error', 'write');
        return fs.writeSync(to, ...rest);
      }) as typeof fs.writeSync,
    };
    const pool = new WorkerPool(turnTakingThreads(calls), 2, 2);
    const journal = new Journal();
    const setup = {
      targetPath: bad.target,
      descriptor,
      partitionOffset: 0,
      method: bad.method,
      key: bad.key,
      image: bad.files,
    };
    const [badOutcome, goodOutcome] = await Promise.allSettled([
      bad.copy(new Journal(), { pool, setup }),
      good.copy(journal, { pool }),
    ]);
    expect(badOutcome.status).toBe('rejected');
    expect(goodOutcome).toMatchObject({ status: 'fulfilled', value: { isComplete: true } });
    expect(journal.sha256).toEqual(good.expectedSha256());
  });

  it('is on the medium after a sync', async () => {
    const target = makeDrive(5).openTarget();
    await expect(target.sync()).resolves.toBeUndefined();
  });

  it('that was removed or replaced is noticed by a sync', async () => {
    const drive = makeDrive(5);
    const target = drive.openTarget();
    fs.rmSync(drive.target);
    await expect(target.sync()).rejects.toThrow(`${drive.target} has been removed`);
    fs.writeFileSync(drive.target, 'another');
    await expect(target.sync()).rejects.toThrow(`${drive.target} was replaced`);
  });

  it('whose medium fails is noticed by a sync', async () => {
    const drive = makeDrive(5);
    const calls = {
      ...fs,
      fdatasync: ((_: number, done: (error: Error) => void) => {
        done(systemError('EIO', 'i/o error', 'fdatasync'));
      }) as typeof fs.fdatasync,
    };
    const error = await drive
      .openTarget(calls)
      .sync()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TargetError);
    expect((error as Error).message).toContain('EIO: i/o error');
  });
});

describe('a pool', () => {
  it('that breaks ends what it works on', async () => {
    const drive = makeDrive(5000, 5000);
    const start = turnTakingThreads();
    const pool = new WorkerPool(
      (memory, events) => {
        const thread = start(memory, events);
        return {
          ...thread,
          post: (message) => {
            if (message.kind === 'task')
              setImmediate(() => {
                events.failure(new Error('The thread is gone.'));
              });
            else thread.post(message);
          },
        };
      },
      1,
      1,
    );
    await expect(drive.copy(new Journal(), { pool })).rejects.toThrow('The thread is gone.');
    await expect(drive.copy(new Journal(), { pool })).rejects.toThrow('The thread is gone.');
  });

  it('tells of what went wrong in whoever listens', async () => {
    const drive = makeDrive(5000, 5000);
    await expect(
      drive.copy(new Journal(), {
        onPiece: () => {
          throw new Error('The journal is full.');
        },
      }),
    ).rejects.toThrow('The journal is full.');
  });
});
