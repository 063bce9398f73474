import type { ByteSource } from '../volume/byteSource';
import { DriveFormatError, readBytes, slice } from '../volume/byteSource';
import { isSystemEntry, NtfsVolume } from '../volume/ntfs/read/ntfsVolume';

/** What operating systems create on an unused volume. */
const systemFolders = new Set(['system volume information', '$recycle.bin', 'lost+found']);
const DIRECTORY_ENTRY = 32;

/**
 * Whether a file system holds no user files. False if this cannot be determined.
 *
 * @param name its usual name, as returned by `fileSystemOf`
 * @throws DriveReadError
 */
export function isEmptyFileSystem(volume: ByteSource, name: string): boolean {
  try {
    switch (name) {
      case 'NTFS':
        return isEmptyNtfs(volume);
      case 'exFAT':
        return isEmptyExfat(volume);
      case 'FAT12':
      case 'FAT16':
        return isEmptyFat(volume, fatRoot(volume));
      case 'FAT32':
        return isEmptyFat(volume, fat32Root(volume));
      case 'ext2, ext3 or ext4':
        return isEmptyExt(volume);
      default:
        return false;
    }
  } catch (error) {
    if (error instanceof DriveFormatError || error instanceof RangeError) return false;
    throw error;
  }
}

function isEmptyNtfs(volume: ByteSource): boolean {
  for (const entry of NtfsVolume.open(volume).list()) {
    if (isSystemEntry(entry) || systemFolders.has(entry.name.toLowerCase())) continue;
    return false;
  }
  return true;
}

/**
 * The superblock counts inodes; the first eleven belong to ext itself (kernel documentation, ext4, "Special inodes").
 */
function isEmptyExt(volume: ByteSource): boolean {
  const superblock = Buffer.from(readBytes(volume, 1024, 1024));
  return superblock.readUInt32LE(0) - superblock.readUInt32LE(16) <= 11;
}

interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** The root directory of FAT12 and FAT16 has a fixed place (Microsoft's FAT specification). */
function fatRoot(volume: ByteSource): Extent {
  const boot = bootSector(volume);
  const sector = boot.readUInt16LE(11);
  const offset = (boot.readUInt16LE(14) + boot.readUInt8(16) * boot.readUInt16LE(22)) * sector;
  return { offset, length: boot.readUInt16LE(17) * DIRECTORY_ENTRY };
}

/** The first cluster of FAT32's root directory. An unused volume needs no second one. */
function fat32Root(volume: ByteSource): Extent {
  const boot = bootSector(volume);
  const sector = boot.readUInt16LE(11);
  const cluster = boot.readUInt8(13) * sector;
  const data = (boot.readUInt16LE(14) + boot.readUInt8(16) * boot.readUInt32LE(36)) * sector;
  return { offset: data + (boot.readUInt32LE(44) - 2) * cluster, length: cluster };
}

function bootSector(volume: ByteSource): Buffer {
  const boot = Buffer.from(readBytes(volume, 0, 512));
  if (boot.readUInt16LE(11) === 0) throw new DriveFormatError('Its sectors have no bytes.');
  return boot;
}

function isEmptyFat(volume: ByteSource, { offset, length }: Extent): boolean {
  if (length === 0 || offset + length > volume.length) return false;
  const root = Buffer.from(readBytes(slice(volume, offset, length), 0, length));
  for (let at = 0; at < length; at += DIRECTORY_ENTRY) {
    if (root[at] === 0) return true;
    const attributes = root.readUInt8(at + 11);
    const isDeleted = root[at] === 0xe5;
    const isLabel = (attributes & 0x08) !== 0 && attributes !== 0x0f;
    // A long name belongs to the entry after it.
    if (isDeleted || isLabel || attributes === 0x0f) continue;
    if (!isSystemFatEntry(root.toString('latin1', at, at + 11))) return false;
  }
  return false;
}

/** Short names of the folders that Windows creates: `SYSTEM~1` and `$RECYCLE.BIN`. */
function isSystemFatEntry(name: string): boolean {
  return name === 'SYSTEM~1   ' || name === '$RECYCLEBIN';
}

const ExfatEntry = {
  bitmap: 0x81,
  upcase: 0x82,
  label: 0x83,
  guid: 0xa0,
  file: 0x85,
  stream: 0xc0,
  name: 0xc1,
} as const;

/** Looks at the first cluster of exFAT's root directory (Microsoft's exFAT specification, sections 3 and 7). */
function isEmptyExfat(volume: ByteSource): boolean {
  const boot = Buffer.from(readBytes(volume, 0, 512));
  const sector = 2 ** boot.readUInt8(108);
  const cluster = sector * 2 ** boot.readUInt8(109);
  const offset = boot.readUInt32LE(88) * sector + (boot.readUInt32LE(96) - 2) * cluster;
  if (cluster > 64 * 1024 * 1024 || offset + cluster > volume.length) return false;
  const root = Buffer.from(readBytes(volume, offset, cluster));
  let name = '';
  let rest = 0;
  for (let at = 0; at < cluster; at += DIRECTORY_ENTRY) {
    const type = root.readUInt8(at);
    if (type === 0) return true;
    // The top bit says that an entry is in use.
    if (
      (type & 0x80) === 0 ||
      type === ExfatEntry.bitmap ||
      type === ExfatEntry.upcase ||
      type === ExfatEntry.label ||
      type === ExfatEntry.guid
    )
      continue;
    if (type === ExfatEntry.file) {
      rest = root.readUInt8(at + 1);
      name = '';
      continue;
    }
    if (type === ExfatEntry.name) name += root.toString('utf16le', at + 2, at + DIRECTORY_ENTRY).replace(/\0.*$/s, '');
    if (--rest === 0 && !systemFolders.has(name.toLowerCase())) return false;
  }
  return false;
}
