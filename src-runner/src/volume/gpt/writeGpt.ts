import { crc32 } from 'node:zlib';
import { SECTOR_LENGTH } from '#core/limits/limits';
import type { DiskLayout } from '../diskLayout';
import type { DiskPiece } from '../diskPiece';
import { guidBytes } from '../guid';
import {
  BASIC_DATA_TYPE,
  ENTRIES_SECTORS,
  Entry,
  ENTRY_COUNT,
  ENTRY_LENGTH,
  GPT_REVISION,
  GPT_SIGNATURE,
  Header,
  HEADER_LENGTH,
  MBR_ENTRIES,
  MBR_PROTECTIVE_TYPE,
} from './gptFormat';

/** Both are random and unique to the disk. */
export interface GptIdentity {
  readonly diskGuid: string;
  readonly partitionGuid: string;
}

const PARTITION_NAME = 'Basic data partition';

/**
 * The partition table of a disk with one basic data partition: at the beginning, with the protective MBR, and at the
 * end.
 */
export function gptPieces(
  { diskLength, partitionOffset, partitionLength }: DiskLayout,
  { diskGuid, partitionGuid }: GptIdentity,
): DiskPiece[] {
  const sectors = diskLength / SECTOR_LENGTH;
  const entries = Buffer.alloc(ENTRY_COUNT * ENTRY_LENGTH);
  entries.set(guidBytes(BASIC_DATA_TYPE), Entry.type);
  entries.set(guidBytes(partitionGuid), Entry.id);
  entries.writeBigUInt64LE(BigInt(partitionOffset / SECTOR_LENGTH), Entry.firstSector);
  entries.writeBigUInt64LE(BigInt((partitionOffset + partitionLength) / SECTOR_LENGTH - 1), Entry.lastSector);
  entries.write(PARTITION_NAME, Entry.name, 'utf16le');
  const headerAt = (ownSector: number, otherSector: number, entriesSector: number): Buffer => {
    const header = Buffer.alloc(SECTOR_LENGTH);
    header.write(GPT_SIGNATURE, 0, 'latin1');
    header.writeUInt32LE(GPT_REVISION, Header.revision);
    header.writeUInt32LE(HEADER_LENGTH, Header.length);
    header.writeBigUInt64LE(BigInt(ownSector), Header.ownSector);
    header.writeBigUInt64LE(BigInt(otherSector), Header.otherSector);
    header.writeBigUInt64LE(BigInt(2 + ENTRIES_SECTORS), Header.firstUsable);
    header.writeBigUInt64LE(BigInt(sectors - ENTRIES_SECTORS - 2), Header.lastUsable);
    header.set(guidBytes(diskGuid), Header.diskGuid);
    header.writeBigUInt64LE(BigInt(entriesSector), Header.entriesSector);
    header.writeUInt32LE(ENTRY_COUNT, Header.entryCount);
    header.writeUInt32LE(ENTRY_LENGTH, Header.entryLength);
    header.writeUInt32LE(crc32(entries), Header.entriesChecksum);
    header.writeUInt32LE(crc32(header.subarray(0, HEADER_LENGTH)), Header.checksum);
    return header;
  };
  const backupSector = sectors - 1;
  const backupEntriesSector = backupSector - ENTRIES_SECTORS;
  return [
    { offset: 0, bytes: Buffer.concat([protectiveMbr(sectors), headerAt(1, backupSector, 2), entries]) },
    {
      offset: backupEntriesSector * SECTOR_LENGTH,
      bytes: Buffer.concat([entries, headerAt(backupSector, 1, backupEntriesSector)]),
    },
  ];
}

/** For systems without GPT support: one partition over the whole disk, of a type that they leave alone. */
function protectiveMbr(sectors: number): Buffer {
  const mbr = Buffer.alloc(SECTOR_LENGTH);
  // From cylinder 0, head 0, sector 2 to the largest address that these fields can hold.
  mbr.set([0x00, 0x00, 0x02, 0x00, MBR_PROTECTIVE_TYPE, 0xff, 0xff, 0xff], MBR_ENTRIES);
  mbr.writeUInt32LE(1, MBR_ENTRIES + 8);
  mbr.writeUInt32LE(Math.min(sectors - 1, 0xffff_ffff), MBR_ENTRIES + 12);
  mbr.set([0x55, 0xaa], SECTOR_LENGTH - 2);
  return mbr;
}
