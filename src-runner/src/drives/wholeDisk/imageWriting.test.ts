import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskAround, testDrive } from '../../../test/driveInMemory';
import { memorySource } from '../../../test/ntfsVolume';
import { PARTITION_OFFSET } from '../../volume/diskLayout';
import { readPartitionTable } from '../../volume/gpt/partitionTable';
import { vhdFooter } from '../../volume/vhd/vhdFooter';
import { incompleteMarker } from '../incompleteMarker';
import { openDrive } from '../openDrive';
import { DriveOpenError } from '../targetSource';
import { openFinishedImage } from './finishedImage';
import type { FinishedImage } from './finishedImage';
import { ImageWriting } from './imageWriting';

const MIB = 1024 * 1024;
const drive = testDrive();

let folder: string;
let disk: string;
let descriptor: number;
let image: FinishedImage | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sneakernet-writing-'));
  disk = join(folder, 'disk');
});

afterEach(() => {
  image?.close();
  image = undefined;
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** The image, about to be written to a disk that is full of something else. */
function writingTo(length: number, bytes: Uint8Array = drive.vhd): ImageWriting {
  image = openFinishedImage(file('image', bytes));
  writeFileSync(disk, Buffer.alloc(length, 0xa5));
  descriptor = openSync(disk, 'r+');
  return new ImageWriting(image, disk, descriptor, length);
}

const never = new AbortController().signal;

async function writeAll(writing: ImageWriting): Promise<void> {
  try {
    const progress: number[] = [];
    const watch = { onProgress: (bytes: number) => progress.push(bytes), signal: never };
    await writing.write(watch);
    expect(progress.at(-1)).toBe(writing.length);
    expect(await writing.readBack(watch)).toEqual([]);
    expect(progress.at(-1)).toBe(writing.length);
    await writing.open();
  } finally {
    closeSync(descriptor);
  }
}

function contentsOf(path: string): string {
  const opened = openDrive(path);
  try {
    return opened.contents.kind;
  } finally {
    opened.close();
  }
}

describe('an image on a disk', () => {
  it.each([
    ['a fixed VHD', drive.vhd, drive.disk],
    ['a raw image', drive.disk, drive.disk],
    ['a bare volume', drive.volume, drive.volume],
    ['a volume that is not encrypted', diskAround(drive.plain), diskAround(drive.plain)],
  ])('of its size is what was in it: %s', async (_what, bytes, expected) => {
    const writing = writingTo(expected.length, bytes);
    await writeAll(writing);
    expect(readFileSync(disk).equals(expected)).toBe(true);
    expect(writing).toMatchObject({ isTableMoved: false, lengthLeft: 0 });
  });

  it.each([512, 7 * 512, 40 * 512, 5 * MIB])(
    'that is larger by %i bytes has the backup of its table at the end, and no other',
    async (more) => {
      const writing = writingTo(drive.disk.length + more);
      await writeAll(writing);
      const written = readFileSync(disk);
      expect(written).toHaveLength(drive.disk.length + more);
      const { partitions, faults } = readPartitionTable(memorySource(written))!;
      expect(faults).toEqual([]);
      expect(partitions).toEqual(readPartitionTable(memorySource(drive.disk))!.partitions);
      const backups = [...written.toString('latin1').matchAll(/EFI PART/g)].map(({ index }) => index);
      expect(backups).toEqual([512, written.length - 512]);
      const { offset, length } = partitions[0]!;
      const volume = (bytes: Buffer) => bytes.subarray(offset, offset + length);
      expect(volume(written).equals(volume(drive.disk))).toBe(true);
      expect(writing).toMatchObject({ isTableMoved: true, lengthLeft: Math.max(0, more - 33 * 512) });
      expect(contentsOf(disk)).toBe('bitlocker');
    },
  );

  it('that is larger has a table that is not ours where the image has it', async () => {
    const other = Buffer.from(drive.disk);
    other[440]! ^= 1;
    const writing = writingTo(other.length + MIB, other);
    await writeAll(writing);
    expect(readFileSync(disk).subarray(0, other.length).equals(other)).toBe(true);
    expect(
      readFileSync(disk)
        .subarray(other.length)
        .every((byte) => byte === 0xa5),
    ).toBe(true);
    expect(writing).toMatchObject({ isTableMoved: false, lengthLeft: MIB });
  });

  it('opens nowhere before it was read back, nor where it was stopped', async () => {
    const writing = writingTo(drive.disk.length + MIB);
    const stop = new AbortController();
    await expect(
      writing.write({
        onProgress: () => {
          stop.abort();
        },
        signal: stop.signal,
      }),
    ).rejects.toThrow(/abort/i);
    expect(contentsOf(disk)).toBe('empty');
    await writing.write({ onProgress: () => undefined, signal: never });
    expect(contentsOf(disk)).toBe('empty');
    closeSync(descriptor);
  });

  it('that does not hold what was written is told by where it differs', async () => {
    const writing = writingTo(drive.disk.length + MIB);
    const watch = { onProgress: () => undefined, signal: never };
    await writing.write(watch);
    for (const at of [5, drive.disk.length + MIB - 600]) writeSync(descriptor, Buffer.from('x'), 0, 1, at);
    expect(await writing.readBack(watch)).toEqual([0, drive.disk.length + MIB - 33 * 512]);
    expect(writing.differenceText([0, 4096])).toContain(
      'checked in pieces of 4194304 bytes, 2 differ, the first at byte 0',
    );
    closeSync(descriptor);
  });

  it('is not opened where the image has changed meanwhile', async () => {
    const writing = writingTo(drive.disk.length);
    writeFileSync(join(folder, 'image'), Buffer.from(drive.vhd).fill(1, 2 * MIB, 2 * MIB + 1));
    await expect(writing.write({ onProgress: () => undefined, signal: never })).rejects.toThrow(
      /changed while it was being written/,
    );
    expect(contentsOf(disk)).toBe('empty');
    closeSync(descriptor);
  });
});

describe('what is no finished image', () => {
  const unfinished = Buffer.from(drive.disk);
  unfinished.set(incompleteMarker({ sessionId: 'session#7', driveId: 'D1' }), PARTITION_OFFSET);
  const footer = vhdFooter(unfinished.length, '11111111-2222-4333-8444-555555555555', new Date(0));
  const cut = drive.vhd.subarray(0, drive.vhd.length - 100_000);
  const withoutVolume = diskAround(Buffer.alloc(3 * MIB));

  it.each([
    ['an unfinished one', unfinished, /is not finished: session "session#7" did not complete it/],
    ['an unfinished VHD', Buffer.concat([unfinished, footer]), /is not finished/],
    ['a text', Buffer.from('notes\n'), /is not an image of a disk or of a volume: it holds a text file/],
    ['an empty file', Buffer.alloc(0), /an empty file/],
    ['zeros', Buffer.alloc(2 * MIB), /nothing but zeros/],
    ['a disk without a volume', withoutVolume, /empty partitions/],
    ['one that was cut off', cut, /not an image of a disk|cut off/],
    ['one of another form', Buffer.from(`vhdxfile${'\0'.repeat(1016)}`), /is a VHDX image. Convert it/],
  ])('is refused: %s', (_what, bytes, said) => {
    expect(() => openFinishedImage(file('image', bytes))).toThrow(said);
  });

  it('is refused where it is not there, or is a folder', () => {
    expect(() => openFinishedImage(join(folder, 'none'))).toThrow(DriveOpenError);
    expect(() => openFinishedImage(folder)).toThrow(DriveOpenError);
  });
});
