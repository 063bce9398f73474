import { readSync, writeSync } from 'node:fs';
import { DriveReadError, type ByteSource } from '../src/volume/byteSource';
import { encodeFileRecords } from '../src/volume/ntfs/fileRecords';
import { finalMetadata } from '../src/volume/ntfs/finalMetadata';
import type { VolumeOutcome } from '../src/volume/ntfs/directories';
import { fileDataOffset, fileRecordOffset, type NtfsLayout, type NtfsOptions } from '../src/volume/ntfs/layout';
import { RECORD_BYTES } from '../src/volume/ntfs/ntfsFormat';
import type { FileTimes, VolumeTree } from '../src/volume/ntfs/volumeTree';

/** A file for tests, by its path with slashes. */
export interface TestFile {
  readonly path: string;
  readonly size: number;
  readonly times?: FileTimes;
  /** The content at `offset`; by default, bytes derived from the path. */
  readonly content?: (offset: number, length: number) => Uint8Array;
  /** Parts that hold data. The rest stays a hole in the image, and reads as zeros. */
  readonly written?: readonly (readonly [offset: number, length: number])[];
}

/** 2024-01-01 UTC. */
export const testTime = 133_485_408_000_000_000n;
const testTimes: FileTimes = { created: testTime, modified: testTime + 1n, accessed: testTime + 2n };

export const testOptions: NtfsOptions = {
  volumeBytes: 'smallest',
  label: 'Sneakernet',
  serial: 0x1234_5678_9abc_def0n,
  created: testTime,
  partitionOffset: 1024 * 1024,
  lastFileIsLate: false,
};

interface TestDirectory {
  readonly name: string;
  readonly parent: number;
}

/** A tree of `files` and of `directories`, which may be empty. */
export function testTree(files: readonly TestFile[], directories: readonly string[] = []): VolumeTree {
  const numbers = new Map<string, number>([['', 0]]);
  const nodes: TestDirectory[] = [{ name: '', parent: 0 }];
  const directoryOf = (path: string): number => {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf('/');
    const parent = directoryOf(slash < 0 ? '' : path.slice(0, slash));
    numbers.set(path, nodes.length);
    return nodes.push({ name: path.slice(slash + 1), parent }) - 1;
  };
  directories.forEach(directoryOf);
  const parents = files.map(({ path }) => directoryOf(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''));
  return {
    directoryCount: nodes.length,
    parentOf: (directory) => nodes[directory]!.parent,
    directoryName: (directory) => nodes[directory]!.name,
    directoryTimes: () => testTimes,
    fileCount: files.length,
    directoryOf: (file) => parents[file]!,
    fileName: (file) => files[file]!.path.slice(files[file]!.path.lastIndexOf('/') + 1),
    fileSize: (file) => files[file]!.size,
    fileTimes: (file) => files[file]!.times ?? testTimes,
  };
}

/** Bytes that differ between files and between places in a file. */
export function testContent(path: string, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let seed = 0;
  for (let index = 0; index < path.length; index++) seed = (seed * 31 + path.charCodeAt(index)) >>> 0;
  for (let index = 0; index < length; index++)
    bytes[index] = (seed + (offset + index) * 7 + ((offset + index) >>> 9)) & 0xff;
  return bytes;
}

export function contentOf(file: TestFile, offset: number, length: number): Uint8Array {
  return file.content?.(offset, length) ?? testContent(file.path, offset, length);
}

export type Write = (offset: number, bytes: Uint8Array) => void;

const CHUNK = 1024 * 1024;

/** Writes the whole volume, except for BitLocker's parts. Its free space is not written to. */
export function writeTestVolume(
  write: Write,
  tree: VolumeTree,
  files: readonly TestFile[],
  layout: NtfsLayout,
  outcome: VolumeOutcome = {},
): void {
  const records = new Uint8Array(256 * RECORD_BYTES);
  for (let first = 0; first < files.length; first += 256) {
    const end = Math.min(first + 256, files.length);
    encodeFileRecords(tree, layout, first, end, (file) => contentOf(files[file]!, 0, files[file]!.size), records);
    write(fileRecordOffset(layout, first), records.subarray(0, (end - first) * RECORD_BYTES));
  }
  files.forEach((file, index) => {
    const start = fileDataOffset(layout, index);
    if (start === undefined || outcome.isOmitted?.(index)) return;
    const isLate = layout.options.lastFileIsLate && index === files.length - 1;
    const size = (isLate ? outcome.lastFileSize : undefined) ?? file.size;
    for (const [offset, length] of file.written ?? [[0, size]]) {
      for (let at = offset; at < offset + length; at += CHUNK)
        write(start + at, contentOf(file, at, Math.min(CHUNK, offset + length - at)));
    }
  });
  for (const { offset, bytes } of finalMetadata(tree, layout, outcome)) write(offset, bytes);
}

/** Writes to an open file, which stays sparse where nothing is written. */
export function fileWriter(descriptor: number): Write {
  return (offset, bytes) => {
    writeSync(descriptor, bytes, 0, bytes.length, offset);
  };
}

export function fileSource(descriptor: number, length: number): ByteSource {
  return {
    length,
    read: (offset, into) => {
      if (offset < 0 || offset + into.length > length) throw new DriveReadError('outside', offset);
      const count = readSync(descriptor, into, 0, into.length, offset);
      into.fill(0, count);
    },
  };
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    read: (offset, into) => {
      if (offset < 0 || offset + into.length > bytes.length) throw new DriveReadError('outside', offset);
      into.set(bytes.subarray(offset, offset + into.length));
    },
  };
}
