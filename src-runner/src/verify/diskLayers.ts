import { SECTOR_LENGTH } from '#core/limits/limits';
import type { OpenedDrive } from '../drives/openDrive';
import { sentence } from '../language/sentence';
import { readBytes } from '../volume/byteSource';
import type { ByteSource } from '../volume/byteSource';
import { layoutDisk } from '../volume/diskLayout';
import type { DiskLayout } from '../volume/diskLayout';
import type { DiskPiece } from '../volume/diskPiece';
import { Header } from '../volume/gpt/gptFormat';
import type { Partition } from '../volume/gpt/partitionTable';
import { gptPieces } from '../volume/gpt/writeGpt';
import { GUID_LENGTH, guidText } from '../volume/guid';
import type { VolumeProblem } from '../volume/ntfs/check/volumeProblem';

/** Finds what is wrong around the volume: partition table and footer. A bare volume has nothing to check. */
export function* checkDiskLayers({
  target,
  disk,
  table,
  partition,
  kind,
  length,
  container,
}: OpenedDrive): Generator<VolumeProblem> {
  if (table === undefined || partition === undefined) return;
  for (const fault of table.faults) yield { message: fault };
  if (table.kind !== 'GPT' || partition.guid === undefined) return;
  const [closest] = possibleTables(disk, partition, partition.guid).sort(
    (one, other) => one.differences.length - other.differences.length,
  );
  // The volume was copied into a partition of another table.
  if (closest === undefined) return;
  for (const sector of closest.differences)
    yield {
      message: sentence`The partition table (GPT) does not match what was written: sector ${sector} of the disk differs.`,
    };
  // A disk, and a raw image of one, may be larger than the disk that was written. A VHD has its original length.
  if (kind === 'file' && /\.vhd$/i.test(target) && (container === undefined || disk.length !== closest.diskLength)) {
    yield {
      message: sentence`The file has ${length} bytes and does not end with the VHD footer of its disk of ${closest.diskLength} bytes: it was cut off, or something was appended. Copy the whole image again.`,
    };
  }
}

interface PossibleTable {
  readonly diskLength: number;
  /** Sectors that differ from this table. */
  readonly differences: readonly number[];
}

/** The table as it was written, once for the disk size in each of its two headers: the disk may be larger now. */
function possibleTables(disk: ByteSource, { offset, length }: Partition, partitionGuid: string): PossibleTable[] {
  const lastSector = disk.length - (disk.length % SECTOR_LENGTH) - SECTOR_LENGTH;
  const primary = Buffer.from(readBytes(disk, SECTOR_LENGTH, SECTOR_LENGTH));
  const otherSector = Number(primary.readBigUInt64LE(Header.otherSector)) * SECTOR_LENGTH;
  const tables: PossibleTable[] = [];
  for (const [header, last] of [
    [primary, otherSector],
    [primary, lastSector],
    [Buffer.from(readBytes(disk, lastSector, SECTOR_LENGTH)), lastSector],
  ] as const) {
    const layout = layoutOf(disk, last + SECTOR_LENGTH);
    if (layout?.partitionOffset !== offset || layout.partitionLength < length) continue;
    const diskGuid = guidText(header.subarray(Header.diskGuid, Header.diskGuid + GUID_LENGTH));
    const pieces = gptPieces({ ...layout, partitionLength: length }, { diskGuid, partitionGuid });
    const differences = pieces.map((piece) => differingSectors(disk, piece));
    // A partition that leaves room comes from a smaller disk, if one of the copies is ours: anybody may make such a partition.
    if (layout.partitionLength > length && differences.every((sectors) => sectors.length > 0)) continue;
    tables.push({ diskLength: layout.diskLength, differences: differences.flat() });
  }
  return tables;
}

function layoutOf(disk: ByteSource, length: number): DiskLayout | undefined {
  if (!Number.isSafeInteger(length) || length > disk.length) return undefined;
  try {
    return layoutDisk(length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function differingSectors(disk: ByteSource, { offset, bytes }: DiskPiece): number[] {
  const found = readBytes(disk, offset, bytes.length);
  const sectors: number[] = [];
  for (let at = 0; at < bytes.length; at += SECTOR_LENGTH) {
    if (Buffer.compare(found.subarray(at, at + SECTOR_LENGTH), bytes.subarray(at, at + SECTOR_LENGTH)) !== 0)
      sectors.push((offset + at) / SECTOR_LENGTH);
  }
  return sectors;
}
