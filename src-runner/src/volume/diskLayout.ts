import { SECTOR_LENGTH } from '#core/limits/limits';
import { ENTRIES_SECTORS } from './gpt/gptFormat';

/** Windows aligns partitions to this. */
const ALIGNMENT = 1024 * 1024;
/** Where the partition of every drive begins, in bytes. */
export const PARTITION_OFFSET = ALIGNMENT;
/** The backup GPT: its entries, then its header in the last sector. */
const BACKUP_LENGTH = (ENTRIES_SECTORS + 1) * SECTOR_LENGTH;

/** A disk with one partition. Bytes. */
export interface DiskLayout {
  readonly diskLength: number;
  readonly partitionOffset: number;
  readonly partitionLength: number;
}

/**
 * The largest partition that fits on a disk, in whole MiB.
 *
 * @throws RangeError if the disk has no room for one
 */
export function layoutDisk(diskBytes: number): DiskLayout {
  const diskLength = diskBytes - (diskBytes % SECTOR_LENGTH);
  const partitionLength = Math.floor((diskLength - BACKUP_LENGTH) / ALIGNMENT) * ALIGNMENT - ALIGNMENT;
  if (partitionLength < ALIGNMENT) throw new RangeError(`A disk of ${diskBytes} bytes is too small for a partition.`);
  return { diskLength, partitionOffset: PARTITION_OFFSET, partitionLength };
}

/** Bytes of the smallest disk in whole MiB whose partition holds this many bytes. */
export function diskBytesFor(partitionBytes: number): number {
  return (Math.ceil(Math.max(partitionBytes, 1) / ALIGNMENT) + 2) * ALIGNMENT;
}
