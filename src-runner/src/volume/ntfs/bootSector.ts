import { SECTOR_LENGTH } from '#core/limits/limits';
import { writeUint64 } from './fileName';
import type { NtfsLayout } from './layout';
import { INDEX_BLOCK_BYTES, RECORD_BYTES } from './ntfsFormat';

/** Clusters per record or, if a record is shorter than a cluster, its bytes as a negative power of two. */
function recordSize(bytes: number, clusterBytes: number): number {
  return bytes >= clusterBytes ? bytes / clusterBytes : -Math.log2(bytes);
}

/**
 * The first sector of the volume; the last sector is a copy of it. The volume does not boot: its code halts the
 * machine.
 */
export function bootSector(layout: NtfsLayout): Uint8Array {
  const { clusterBytes, volumeBytes, extents, options } = layout;
  const bytes = new Uint8Array(SECTOR_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set([0xeb, 0x52, 0x90]);
  new TextEncoder().encodeInto('NTFS    ', bytes.subarray(3));
  view.setUint16(11, SECTOR_LENGTH, true);
  view.setUint8(13, clusterBytes / SECTOR_LENGTH);
  // A fixed disk, with the usual made-up geometry.
  view.setUint8(21, 0xf8);
  view.setUint16(24, 63, true);
  view.setUint16(26, 255, true);
  view.setUint32(28, options.partitionOffset / SECTOR_LENGTH, true);
  view.setUint32(36, 0x80_0080, true);
  writeUint64(view, 40, volumeBytes / SECTOR_LENGTH - 1);
  writeUint64(view, 48, extents.mft.first);
  writeUint64(view, 56, extents.mftMirror.first);
  view.setInt8(64, recordSize(RECORD_BYTES, clusterBytes));
  view.setInt8(68, recordSize(INDEX_BLOCK_BYTES, clusterBytes));
  view.setBigUint64(72, BigInt.asUintN(64, options.serial), true);
  // cli; hlt; and again, in case of a non-maskable interrupt.
  bytes.set([0xfa, 0xf4, 0xeb, 0xfd], 84);
  bytes.set([0x55, 0xaa], 510);
  return bytes;
}
