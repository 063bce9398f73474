import { SECTOR_LENGTH } from '#core/limits/limits';
import type { ByteSource } from '../byteSource';
import { readBytes } from '../byteSource';
import type { DiskLayout } from '../diskLayout';
import type { DiskPiece } from '../diskPiece';
import { GUID_LENGTH, guidText } from '../guid';
import { Header } from './gptFormat';
import type { Partition } from './partitionTable';
import { gptPieces } from './writeGpt';

/** What is to be written where a disk with a table of ours comes to a larger one: the table as the larger disk has it. */
export interface MovedGpt {
  /** At the beginning and at the end of the larger disk. */
  readonly pieces: readonly DiskPiece[];
  /** Where the backup was. */
  readonly formerBackup: { readonly offset: number; readonly length: number };
}

/**
 * The partition table for a larger disk, with the partition where it is.
 *
 * @returns undefined where the disk has another table than `gptPieces` makes
 */
export function movedGpt(disk: ByteSource, partition: Partition, diskLength: number): MovedGpt | undefined {
  const { offset: partitionOffset, length: partitionLength, guid: partitionGuid } = partition;
  if (partitionGuid === undefined) return undefined;
  const header = Buffer.from(readBytes(disk, SECTOR_LENGTH, SECTOR_LENGTH));
  const diskGuid = guidText(header.subarray(Header.diskGuid, Header.diskGuid + GUID_LENGTH));
  const tableOf = (length: number): DiskPiece[] => {
    const layout: DiskLayout = { diskLength: length - (length % SECTOR_LENGTH), partitionOffset, partitionLength };
    return gptPieces(layout, { diskGuid, partitionGuid });
  };
  const former = tableOf(disk.length);
  const isOurs = former.every(
    ({ offset, bytes }) => Buffer.compare(readBytes(disk, offset, bytes.length), bytes) === 0,
  );
  if (!isOurs) return undefined;
  const { offset, bytes } = former[1]!;
  return { pieces: tableOf(diskLength), formerBackup: { offset, length: bytes.length } };
}
