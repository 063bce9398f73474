import { createBitlockerVolume, RELOCATED_HEADER_LENGTH } from '../src/volume/bitlocker/createBitlockerVolume';
import { testSecrets } from './bitlockerSecrets';
import { diskBytesFor, layoutDisk } from '../src/volume/diskLayout';
import { gptPieces } from '../src/volume/gpt/writeGpt';
import { layoutNtfs } from '../src/volume/ntfs/layout';
import { testOptions, testTree, writeTestVolume } from './ntfsVolume';
import { vhdFooter } from '../src/volume/vhd/vhdFooter';

export const testIdentity = {
  diskGuid: '11111111-2222-4333-8444-555555555555',
  partitionGuid: '66666666-7777-4888-8999-aaaaaaaaaaaa',
};

/** A drive in memory, layer by layer: plain file system, volume encrypted with `testSecrets`, disk, and VHD. */
export interface TestDrive {
  readonly plain: Buffer;
  readonly volume: Buffer;
  readonly disk: Buffer;
  readonly vhd: Buffer;
}

export function testDrive(): TestDrive {
  const files = [{ path: 'session#1/container/a.txt', size: 100_000 }];
  const tree = testTree(files);
  const layout = layoutNtfs(tree, testOptions);
  const plain = Buffer.alloc(layout.volumeBytes);
  writeTestVolume(
    (offset, bytes) => {
      plain.set(bytes, offset);
    },
    tree,
    files,
    layout,
  );
  const created = createBitlockerVolume(testSecrets(), {
    volumeLength: plain.length,
    metadataOffsets: layout.metadataOffsets,
    relocatedHeaderOffset: layout.relocatedHeaderOffset,
    description: 'SNEAKERNET',
  });
  const volume = Buffer.from(plain);
  created.cipher().encrypt(volume, 0);
  volume.fill(0, 0, RELOCATED_HEADER_LENGTH);
  for (const piece of [...created.metadata(), created.relocatedHeader(plain), created.firstSector(plain)])
    volume.set(piece.bytes, piece.offset);
  const disk = diskAround(volume);
  return {
    plain,
    volume,
    disk,
    vhd: Buffer.concat([disk, vhdFooter(disk.length, testIdentity.diskGuid, new Date('2025-04-20T18:20:00Z'))]),
  };
}

/** A disk with one partition that begins with these bytes, followed by zeros. */
export function diskAround(volume: Uint8Array): Buffer {
  const layout = layoutDisk(diskBytesFor(volume.length));
  const disk = Buffer.alloc(layout.diskLength);
  for (const { offset, bytes } of gptPieces(layout, testIdentity)) disk.set(bytes, offset);
  disk.set(volume, layout.partitionOffset);
  return disk;
}
