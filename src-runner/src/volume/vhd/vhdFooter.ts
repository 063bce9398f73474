import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import { DriveFormatError } from '../byteSource';
import { GUID_LENGTH, guidBytes, guidText } from '../guid';

/** Bytes of the footer, which follows the disk's bytes. */
export const VHD_FOOTER_LENGTH = 512;
export const VHD_COOKIE = 'conectix';
const VERSION_1_0 = 0x1_0000;
/** "Reserved" is always set; there is no other feature. */
const FEATURES = 2;
/**
 * Microsoft's Virtual PC, and the system it runs on: all readers accept any creator, but some trust the size only of
 * known ones.
 */
const CREATOR = 'win ';
const CREATOR_VERSION = 0x6_0001;
const CREATOR_HOST = 'Wi2k';
const CHECKSUM_OFFSET = 64;
/** Seconds from 1970-01-01 to 2000-01-01, UTC. */
const EPOCH_SECONDS = 946_684_800;

/** `fixed` is the disk's bytes unchanged, then the footer. */
export type VhdKind = 'fixed' | 'dynamic' | 'differencing' | 'unknown';

const kinds: Readonly<Record<number, VhdKind>> = { 2: 'fixed', 3: 'dynamic', 4: 'differencing' };
const FIXED = 2;

/** What a footer says (Virtual Hard Disk Image Format Specification 1.0). */
export interface VhdFooter {
  readonly kind: VhdKind;
  /** Bytes of the disk. */
  readonly diskLength: number;
  readonly id: string;
  readonly created: Date;
}

/**
 * The footer of a fixed VHD.
 *
 * @param diskLength bytes; a multiple of 512, below 2^53
 * @param id a GUID
 */
export function vhdFooter(diskLength: number, id: string, created: Date): Uint8Array {
  if (!Number.isSafeInteger(diskLength) || diskLength % SECTOR_LENGTH !== 0)
    throw new RangeError('A disk consists of whole sectors, of 8 PiB at most.');
  const footer = Buffer.alloc(VHD_FOOTER_LENGTH);
  footer.write(VHD_COOKIE, 0, 'latin1');
  footer.writeUInt32BE(FEATURES, 8);
  footer.writeUInt32BE(VERSION_1_0, 12);
  // Where the dynamic part would begin.
  footer.fill(0xff, 16, 24);
  footer.writeUInt32BE(Math.max(0, Math.floor(created.getTime() / 1000) - EPOCH_SECONDS), 24);
  footer.write(CREATOR, 28, 'latin1');
  footer.writeUInt32BE(CREATOR_VERSION, 32);
  footer.write(CREATOR_HOST, 36, 'latin1');
  footer.writeBigUInt64BE(BigInt(diskLength), 40);
  footer.writeBigUInt64BE(BigInt(diskLength), 48);
  const { cylinders, heads, sectorsPerTrack } = diskGeometry(diskLength / SECTOR_LENGTH);
  footer.writeUInt16BE(cylinders, 56);
  footer[58] = heads;
  footer[59] = sectorsPerTrack;
  footer.writeUInt32BE(FIXED, 60);
  footer.set(guidBytes(id), 68);
  footer.writeUInt32BE(checksumOf(footer), CHECKSUM_OFFSET);
  return footer;
}

/**
 * Reads the last 512 bytes of an image; undefined if they are not the footer of a VHD.
 *
 * @throws DriveFormatError if they are, but damaged
 */
export function parseVhdFooter(bytes: Uint8Array): VhdFooter | undefined {
  const footer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (footer.toString('latin1', 0, 8) !== VHD_COOKIE) return undefined;
  if (footer.readUInt32BE(CHECKSUM_OFFSET) !== checksumOf(footer))
    throw new DriveFormatError(sentence`The VHD footer is damaged: its checksum does not match.`);
  const diskLength = Number(footer.readBigUInt64BE(48));
  if (!Number.isSafeInteger(diskLength))
    throw new DriveFormatError(sentence`The VHD footer specifies a size that no disk has.`);
  return {
    kind: kinds[footer.readUInt32BE(60)] ?? 'unknown',
    diskLength,
    id: guidText(footer.subarray(68, 68 + GUID_LENGTH)),
    created: new Date((footer.readUInt32BE(24) + EPOCH_SECONDS) * 1000),
  };
}

/** The one's complement of the sum of all bytes except the checksum itself. */
function checksumOf(footer: Uint8Array): number {
  let sum = 0;
  footer.forEach((byte, at) => {
    if (at < CHECKSUM_OFFSET || at >= CHECKSUM_OFFSET + 4) sum += byte;
  });
  return ~sum >>> 0;
}

const MOST_CYLINDERS = 65_535;

/**
 * Cylinders, heads and sectors of a disk, by the specification's appendix. All disks over 127 GiB have the largest
 * values.
 */
export function diskGeometry(diskSectors: number): {
  readonly cylinders: number;
  readonly heads: number;
  readonly sectorsPerTrack: number;
} {
  const sectors = Math.min(diskSectors, MOST_CYLINDERS * 16 * 255);
  if (sectors >= MOST_CYLINDERS * 16 * 63) return geometry(sectors, 16, 255);
  const tracks = Math.floor(sectors / 17);
  const heads = Math.max(4, Math.ceil(tracks / 1024));
  if (tracks < heads * 1024 && heads <= 16) return geometry(sectors, heads, 17);
  if (Math.floor(sectors / 31) < 16 * 1024) return geometry(sectors, 16, 31);
  return geometry(sectors, 16, 63);
}

function geometry(sectors: number, heads: number, sectorsPerTrack: number): ReturnType<typeof diskGeometry> {
  return { cylinders: Math.floor(sectors / sectorsPerTrack / heads), heads, sectorsPerTrack };
}
