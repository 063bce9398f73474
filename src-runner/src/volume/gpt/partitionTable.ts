import { crc32 } from 'node:zlib';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import type { ByteSource } from '../byteSource';
import { DriveFormatError, DriveReadError, readBytes } from '../byteSource';
import { GUID_LENGTH, guidText } from '../guid';
import {
  BASIC_DATA_TYPE,
  Entry,
  ENTRY_LENGTH,
  GPT_SIGNATURE,
  Header,
  HEADER_LENGTH,
  MBR_ENTRIES,
  MBR_ENTRY_LENGTH,
  MBR_PROTECTIVE_TYPE,
} from './gptFormat';

export interface Partition {
  /** Bytes from the beginning of the disk. */
  readonly offset: number;
  readonly length: number;
  /** Whether Windows gives a partition of this type a drive letter. */
  readonly isData: boolean;
  /** Only in a GPT. */
  readonly guid?: string;
  readonly name?: string;
}

export interface PartitionTable {
  readonly kind: 'GPT' | 'MBR';
  /** In the order of the table. */
  readonly partitions: readonly Partition[];
  /** What is wrong with the table although it is usable, in words. */
  readonly faults: readonly string[];
}

/** MBR partition types: NTFS or exFAT, then the FATs. */
const mbrDataTypes: ReadonlySet<number> = new Set([0x07, 0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e]);
const mbrExtendedTypes: ReadonlySet<number> = new Set([0x05, 0x0f, 0x85]);
/** A table may be larger than usual, within this bound. */
const MOST_ENTRY_BYTES = 1024 * 1024;
const GUID_EMPTY = '00000000-0000-0000-0000-000000000000';

/**
 * Reads the partition table of a disk with 512-byte sectors; undefined if there is none.
 *
 * @throws DriveFormatError if it is unusable
 * @throws DriveReadError if the medium fails
 */
export function readPartitionTable(disk: ByteSource): PartitionTable | undefined {
  if (disk.length < 4 * SECTOR_LENGTH) return undefined;
  const mbr = Buffer.from(readBytes(disk, 0, SECTOR_LENGTH));
  const primary = readGpt(disk, SECTOR_LENGTH);
  const hasMbr = mbr.readUInt16LE(510) === 0xaa55;
  const isProtective = hasMbr && mbrEntries(mbr).some(({ type }) => type === MBR_PROTECTIVE_TYPE);
  if (primary === undefined && !isProtective) return hasMbr ? readMbr(mbr, disk.length) : undefined;
  const lastSector = disk.length - (disk.length % SECTOR_LENGTH) - SECTOR_LENGTH;
  const backup = readGpt(disk, primary?.copy?.otherHeader ?? lastSector);
  const used = primary?.copy ?? backup?.copy;
  const primaryFault = primary === undefined ? sentence`There is none.` : primary.fault;
  const backupFault = backup === undefined ? sentence`There is none.` : backup.fault;
  if (used === undefined) {
    if (readsAt(disk, 4096, GPT_SIGNATURE))
      throw new DriveFormatError(
        sentence`Its partition table is made for 4096-byte sectors. The import service accepts only drives with 512-byte logical sectors.`,
      );
    throw new DriveFormatError(
      sentence`Both copies of its partition table (GPT) are damaged. At the beginning: ${primaryFault ?? ''} At the end: ${backupFault ?? ''}`,
    );
  }
  const faults: string[] = [];
  if (primaryFault !== undefined)
    faults.push(
      sentence`The partition table (GPT) at the beginning is damaged; the backup at the end was used. ${primaryFault}`,
    );
  else if (backupFault !== undefined)
    faults.push(sentence`The backup of the partition table (GPT) at the end is damaged. ${backupFault}`);
  else if (backup?.copy?.entries.equals(used.entries) === false)
    faults.push(sentence`The partition table (GPT) and its backup differ; the one at the beginning was used.`);
  return { kind: 'GPT', partitions: gptPartitions(used, disk.length), faults };
}

interface GptCopy {
  /** Bytes from the beginning of the disk. */
  readonly otherHeader: number;
  readonly entries: Buffer;
  readonly entryLength: number;
}

/** A copy, or what is wrong with it. */
interface GptAttempt {
  readonly copy?: GptCopy;
  readonly fault?: string;
}

/** Undefined if there is none. */
function readGpt(disk: ByteSource, offset: number): GptAttempt | undefined {
  if (!readsAt(disk, offset, GPT_SIGNATURE)) return undefined;
  try {
    return parseGpt(disk, Buffer.from(readBytes(disk, offset, SECTOR_LENGTH)), offset);
  } catch (error) {
    if (error instanceof DriveReadError) return { fault: sentence`It cannot be read.` };
    throw error;
  }
}

function parseGpt(disk: ByteSource, header: Buffer, offset: number): GptAttempt {
  const headerLength = header.readUInt32LE(Header.length);
  if (headerLength < HEADER_LENGTH || headerLength > SECTOR_LENGTH)
    return { fault: sentence`Its header has an impossible length.` };
  const covered = Buffer.from(header.subarray(0, headerLength));
  covered.writeUInt32LE(0, Header.checksum);
  if (crc32(covered) !== header.readUInt32LE(Header.checksum))
    return { fault: sentence`The CRC-32 of its header does not match.` };
  if (bytesAt(header, Header.ownSector) !== offset)
    return {
      fault: sentence`Its header belongs to another place: the image may be cut off, or the disk may be of a different size.`,
    };
  const entryLength = header.readUInt32LE(Header.entryLength);
  const entriesOffset = bytesAt(header, Header.entriesSector);
  const entriesLength = entryLength * header.readUInt32LE(Header.entryCount);
  if (entryLength < ENTRY_LENGTH || entriesLength > MOST_ENTRY_BYTES || entriesOffset + entriesLength > disk.length)
    return { fault: sentence`Its entries are in an impossible place.` };
  const entries = Buffer.from(readBytes(disk, entriesOffset, entriesLength));
  if (crc32(entries) !== header.readUInt32LE(Header.entriesChecksum))
    return { fault: sentence`The CRC-32 of its entries does not match.` };
  return { copy: { otherHeader: bytesAt(header, Header.otherSector), entries, entryLength } };
}

function gptPartitions({ entries, entryLength }: GptCopy, diskLength: number): Partition[] {
  const partitions: Partition[] = [];
  for (let at = 0; at + entryLength <= entries.length; at += entryLength) {
    const entry = entries.subarray(at, at + entryLength);
    const type = guidText(entry.subarray(Entry.type, Entry.type + GUID_LENGTH));
    if (type === GUID_EMPTY) continue;
    const offset = bytesAt(entry, Entry.firstSector);
    const length = bytesAt(entry, Entry.lastSector) + SECTOR_LENGTH - offset;
    partitions.push({
      ...fitting(offset, length, diskLength),
      isData: type === BASIC_DATA_TYPE,
      guid: guidText(entry.subarray(Entry.id, Entry.id + GUID_LENGTH)),
      name: entry.toString('utf16le', Entry.name, ENTRY_LENGTH).replace(/\0.*$/s, ''),
    });
  }
  return partitions;
}

function readMbr(mbr: Buffer, diskLength: number): PartitionTable | undefined {
  // A boot sector ends with the same signature as a partition table.
  const used = mbrEntries(mbr).filter(({ type, sectors }) => type !== 0 && sectors > 0);
  if (used.length === 0 || mbrEntries(mbr).some(({ status }) => status !== 0 && status !== 0x80)) return undefined;
  const faults = used.some(({ type }) => mbrExtendedTypes.has(type))
    ? [sentence`It has an extended partition; the logical drives in it are not checked.`]
    : [];
  const partitions = used
    .filter(({ type }) => !mbrExtendedTypes.has(type))
    .map(({ type, first, sectors }) => ({
      ...fitting(first * SECTOR_LENGTH, sectors * SECTOR_LENGTH, diskLength),
      isData: mbrDataTypes.has(type),
    }));
  return { kind: 'MBR', partitions, faults };
}

function mbrEntries(mbr: Buffer): { status: number; type: number; first: number; sectors: number }[] {
  return Array.from({ length: 4 }, (_, index) => {
    const at = MBR_ENTRIES + MBR_ENTRY_LENGTH * index;
    return {
      status: mbr[at]!,
      type: mbr[at + 4]!,
      first: mbr.readUInt32LE(at + 8),
      sectors: mbr.readUInt32LE(at + 12),
    };
  });
}

function fitting(offset: number, length: number, diskLength: number): { offset: number; length: number } {
  if (offset < SECTOR_LENGTH || length < SECTOR_LENGTH || offset + length > diskLength) {
    throw new DriveFormatError(
      sentence`A partition is outside the disk (bytes ${offset} to ${offset + length} of ${diskLength}): the image may be cut off. Copy the whole image again.`,
    );
  }
  return { offset, length };
}

/** The byte offset of a sector whose number is in a table. */
function bytesAt(table: Buffer, at: number): number {
  return Number(table.readBigUInt64LE(at)) * SECTOR_LENGTH;
}

function readsAt(disk: ByteSource, offset: number, text: string): boolean {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + SECTOR_LENGTH > disk.length) return false;
  try {
    return Buffer.from(readBytes(disk, offset, text.length)).toString('latin1') === text;
  } catch (error) {
    if (error instanceof DriveReadError) return false;
    throw error;
  }
}
