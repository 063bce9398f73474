import type { ByteSource } from '../volume/byteSource';
import { readBytes } from '../volume/byteSource';

/** The signature of a file system, or of anything else a volume can hold, at a fixed place. */
interface Signature {
  readonly name: string;
  /** Bytes from the beginning of the volume. */
  readonly offset: number;
  readonly bytes: string;
}

const signatures: readonly Signature[] = [
  { name: 'BitLocker', offset: 3, bytes: '-FVE-FS-' },
  { name: 'NTFS', offset: 3, bytes: 'NTFS    ' },
  { name: 'exFAT', offset: 3, bytes: 'EXFAT   ' },
  { name: 'ReFS', offset: 3, bytes: 'ReFS\0\0\0\0' },
  { name: 'FAT32', offset: 82, bytes: 'FAT32   ' },
  { name: 'FAT16', offset: 54, bytes: 'FAT16   ' },
  { name: 'FAT12', offset: 54, bytes: 'FAT12   ' },
  { name: 'ext2, ext3 or ext4', offset: 1080, bytes: '\x53\xef' },
  { name: 'XFS', offset: 0, bytes: 'XFSB' },
  { name: 'Btrfs', offset: 0x1_0040, bytes: '_BHRfS_M' },
  { name: 'HFS+', offset: 1024, bytes: 'H+' },
  { name: 'HFS+', offset: 1024, bytes: 'HX' },
  { name: 'APFS', offset: 32, bytes: 'NXSB' },
  { name: 'LUKS', offset: 0, bytes: 'LUKS\xba\xbe' },
];

/** The usual name of what a volume holds, by its signature; undefined if the signature is unknown. */
export function fileSystemOf(volume: ByteSource): string | undefined {
  const head = Buffer.from(readBytes(volume, 0, Math.min(volume.length, 0x1_1000)));
  return signatures.find(({ offset, bytes }) => head.toString('latin1', offset, offset + bytes.length) === bytes)?.name;
}
