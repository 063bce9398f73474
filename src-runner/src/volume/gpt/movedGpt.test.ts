import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../test/ntfsVolume';
import { layoutDisk } from '../diskLayout';
import { movedGpt } from './movedGpt';
import { readPartitionTable } from './partitionTable';
import { gptPieces } from './writeGpt';

const MIB = 1024 * 1024;
const layout = layoutDisk(5 * MIB);
const identity = {
  diskGuid: '01234567-89ab-4cde-8f01-23456789abcd',
  partitionGuid: 'fedcba98-7654-4321-8fed-cba987654321',
};

function disk(): Uint8Array {
  const bytes = new Uint8Array(layout.diskLength);
  for (const { offset, bytes: piece } of gptPieces(layout, identity)) bytes.set(piece, offset);
  return bytes;
}

describe('the partition table of a disk that comes to a larger one', () => {
  it.each([5 * MIB + 512, 5 * MIB + 20 * 512, 9 * MIB, 9 * MIB + 100])(
    'has its backup at the end of %i bytes, and the same partition',
    (length) => {
      const small = disk();
      const table = readPartitionTable(memorySource(small))!;
      const moved = movedGpt(memorySource(small), table.partitions[0]!, length)!;
      const large = new Uint8Array(length);
      large.set(small);
      large.fill(0, moved.formerBackup.offset, moved.formerBackup.offset + moved.formerBackup.length);
      for (const { offset, bytes } of moved.pieces) large.set(bytes, offset);
      expect(readPartitionTable(memorySource(large))).toEqual(table);
      const sectors = (length - (length % 512)) / 512;
      expect(Buffer.from(large).readBigUInt64LE(512 + 32)).toBe(BigInt(sectors - 1));
      expect(Buffer.from(large).toString('latin1', (sectors - 1) * 512, (sectors - 1) * 512 + 8)).toBe('EFI PART');
    },
  );

  it.each([440, 512 + 60, 1024 + 60, 5 * MIB - 512 + 60])('stays where it is where it is not ours: byte %i', (at) => {
    const bytes = disk();
    const [partition] = readPartitionTable(memorySource(bytes))!.partitions;
    bytes[at]! ^= 1;
    expect(movedGpt(memorySource(bytes), partition!, 9 * MIB)).toBeUndefined();
  });
});
