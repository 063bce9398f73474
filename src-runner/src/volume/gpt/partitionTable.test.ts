import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriveFormatError } from '../byteSource';
import { diskBytesFor, layoutDisk } from '../diskLayout';
import { memorySource } from '../../../test/ntfsVolume';
import { readPartitionTable } from './partitionTable';
import { gptPieces } from './writeGpt';

const MIB = 1024 * 1024;
const layout = layoutDisk(5 * MIB);
const identity = {
  diskGuid: '01234567-89ab-4cde-8f01-23456789abcd',
  partitionGuid: 'fedcba98-7654-4321-8fed-cba987654321',
};
const pieces = gptPieces(layout, identity);

function disk(): Uint8Array {
  const bytes = new Uint8Array(layout.diskLength);
  for (const { offset, bytes: piece } of pieces) bytes.set(piece, offset);
  return bytes;
}

const partition = {
  offset: MIB,
  length: 3 * MIB,
  isData: true,
  guid: identity.partitionGuid,
  name: 'Basic data partition',
};

/** The bytes of a table that are used: the header and the first entry. */
const meaningful = {
  primary: [512, 604],
  primaryEntries: [1024, 1152],
  backup: [5 * MIB - 512, 5 * MIB - 420],
  backupEntries: [5 * MIB - 33 * 512, 5 * MIB - 33 * 512 + 128],
} as const;

function damagedAt(at: number): Uint8Array {
  const bytes = disk();
  bytes[at]! ^= 1;
  return bytes;
}

describe('a disk', () => {
  it('of any size has room for one partition in whole MiB, and the least disk for a partition has room for it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3 * MIB, max: 2 ** 46 }), (bytes) => {
        const { diskLength, partitionOffset, partitionLength } = layoutDisk(bytes);
        expect(partitionOffset).toBe(MIB);
        expect(partitionLength % MIB).toBe(0);
        expect(diskLength).toBeLessThanOrEqual(bytes);
        expect(partitionOffset + partitionLength + 33 * 512).toBeLessThanOrEqual(diskLength);
        expect(layoutDisk(diskBytesFor(partitionLength)).partitionLength).toBe(partitionLength);
        expect(layoutDisk(diskBytesFor(bytes)).partitionLength).toBeGreaterThanOrEqual(bytes);
      }),
    );
  });

  it('that is too small is refused', () => {
    expect(() => layoutDisk(2 * MIB)).toThrow(RangeError);
  });
});

describe('a partition table', () => {
  it('is read back as it was written', () => {
    expect(readPartitionTable(memorySource(disk()))).toEqual({ kind: 'GPT', partitions: [partition], faults: [] });
  });

  it.each(['primary', 'primaryEntries'] as const)(
    'is taken from the backup, and says so, where any byte of its %s is damaged',
    (part) => {
      for (let at: number = meaningful[part][0]; at < meaningful[part][1]; at += 1) {
        const table = readPartitionTable(memorySource(damagedAt(at)))!;
        expect(table.partitions).toEqual([partition]);
        expect(table.faults).toEqual([expect.stringContaining('the backup at the end was used')]);
      }
    },
  );

  it.each(['backup', 'backupEntries'] as const)('is read, and says so, where any byte of its %s is damaged', (part) => {
    for (let at: number = meaningful[part][0]; at < meaningful[part][1]; at += 1) {
      const table = readPartitionTable(memorySource(damagedAt(at)))!;
      expect(table.partitions).toEqual([partition]);
      expect(table.faults).toEqual([
        expect.stringContaining('The backup of the partition table (GPT) at the end is damaged.'),
      ]);
    }
  });

  it('that is damaged at both places is refused with what is wrong', () => {
    const bytes = damagedAt(1100);
    bytes[5 * MIB - 500]! ^= 1;
    expect(() => readPartitionTable(memorySource(bytes))).toThrow(
      /Both copies.*entries does not match.*header does not match/,
    );
  });

  it('of a disk that was cut off is refused in words', () => {
    expect(() => readPartitionTable(memorySource(disk().subarray(0, 3 * MIB)))).toThrow('the image may be cut off');
  });

  it('of 4096-byte sectors is refused in words', () => {
    const bytes = disk();
    bytes.fill(0, 512, 1024);
    bytes.fill(0, 5 * MIB - 512);
    bytes.set(Buffer.from('EFI PART'), 4096);
    expect(() => readPartitionTable(memorySource(bytes))).toThrow('only drives with 512-byte logical sectors');
  });

  it('of the old kind is read too', () => {
    const bytes = Buffer.alloc(4 * MIB);
    bytes.set([0, 0, 0, 0, 7], 446);
    bytes.writeUInt32LE(2048, 454);
    bytes.writeUInt32LE(4096, 458);
    bytes.set([0x55, 0xaa], 510);
    expect(readPartitionTable(memorySource(bytes))).toEqual({
      kind: 'MBR',
      partitions: [{ offset: MIB, length: 2 * MIB, isData: true }],
      faults: [],
    });
  });

  it('is not seen where there is none', () => {
    expect(readPartitionTable(memorySource(new Uint8Array(MIB)))).toBeUndefined();
    expect(readPartitionTable(memorySource(new Uint8Array(10)))).toBeUndefined();
  });

  it('made of any bytes is read or refused, and nothing else happens', () => {
    const edit = fc.tuple(
      fc.oneof(fc.integer({ min: 440, max: 1280 }), fc.integer({ min: 5 * MIB - 33 * 512, max: 5 * MIB - 1 })),
      fc.nat(255),
    );
    const original = disk();
    const bytes = disk();
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 40 }), (edits) => {
        for (const [at, value] of edits) bytes[at] = value;
        try {
          readPartitionTable(memorySource(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(DriveFormatError);
        } finally {
          for (const [at] of edits) bytes[at] = original[at]!;
        }
      }),
    );
  });

  it('of any content with sound checksums is read or refused, and nothing else happens', () => {
    const headerEdit = fc.tuple(fc.integer({ min: 512 + 24, max: 512 + 88 }), fc.constantFrom(0, 1, 2, 127, 128, 255));
    const entryEdit = fc.tuple(fc.integer({ min: 1024, max: 1024 + 160 }), fc.constantFrom(0, 1, 8, 255));
    const original = Buffer.from(disk());
    fc.assert(
      fc.property(fc.array(entryEdit, { maxLength: 8 }), fc.array(headerEdit, { maxLength: 8 }), (entries, header) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of entries) bytes[at] = value;
        bytes.writeUInt32LE(crc32(bytes.subarray(1024, 1024 + 128 * 128)), 512 + 88);
        for (const [at, value] of header) bytes[at] = value;
        bytes.writeUInt32LE(0, 512 + 16);
        bytes.writeUInt32LE(crc32(bytes.subarray(512, 604)), 512 + 16);
        try {
          for (const { offset, length } of readPartitionTable(memorySource(bytes))!.partitions)
            expect(offset + length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(DriveFormatError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
