import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import { DriveFormatError } from '../byteSource';
import { guidBytes } from '../guid';
import { BitlockerError } from './bitlockerError';
import { FVE_SIGNATURE, METADATA_COPIES, vistaError } from './fveMetadata';
import { viewOf } from './metadataEntry';

/**
 * Identifiers from libbde's description: the usual one, and that of a volume of which only used space is encrypted so
 * far.
 */
export const BITLOCKER_GUID = '4967d63b-2e29-4ad8-8399-f6a339e3d001';
const ENCRYPT_ON_WRITE_GUID = '92a84d3b-dd80-4d0e-9e4e-b1e3284eaed8';
const TO_GO_SIGNATURE = 'MSWIN4.1';
/** Where the identifier lies, directly followed by the offsets of the metadata. */
export const GUID_OFFSET = 160;
const TO_GO_GUID_OFFSET = 424;
const VISTA_JUMP = 0x52;

/** What the first sector of a BitLocker volume says. */
export interface BitlockerHeader {
  /** Bytes: 512 or 4096. */
  readonly sectorLength: number;
  /** BitLocker To Go: a FAT volume. */
  readonly toGo: boolean;
  /** Bytes from the beginning of the volume. */
  readonly metadataOffsets: readonly number[];
}

/**
 * Reads the first sector of a volume; undefined if the volume is not BitLocker's.
 *
 * @throws BitlockerError if it is of a kind that cannot be read
 * @throws DriveFormatError if it is damaged
 */
export function parseBitlockerHeader(sector: Uint8Array): BitlockerHeader | undefined {
  const signature = Buffer.from(sector.subarray(3, 11)).toString('latin1');
  if (signature !== FVE_SIGNATURE && signature !== TO_GO_SIGNATURE) return undefined;
  const toGo = signature === TO_GO_SIGNATURE;
  const at = toGo ? TO_GO_GUID_OFFSET : GUID_OFFSET;
  const guid = Buffer.from(sector.subarray(at, at + 16));
  const isGuid = (text: string) => guid.equals(guidBytes(text));
  if (!isGuid(BITLOCKER_GUID)) {
    // A FAT volume that an old Windows formatted has the same signature.
    if (toGo) return undefined;
    if (sector[1] === VISTA_JUMP) throw vistaError();
    if (isGuid(ENCRYPT_ON_WRITE_GUID)) throw convertingError();
    throw new BitlockerError('version', sentence`It is a kind of BitLocker volume that cannot be read.`);
  }
  const view = viewOf(sector);
  const sectorLength = view.getUint16(11, true);
  if (sectorLength !== SECTOR_LENGTH && sectorLength !== 4096)
    throw new DriveFormatError(sentence`Its first sector specifies sectors of ${sectorLength} bytes.`);
  const metadataOffsets = Array.from({ length: METADATA_COPIES }, (_, copy) =>
    Number(view.getBigUint64(at + 16 + 8 * copy, true)),
  );
  return { sectorLength, toGo, metadataOffsets };
}

export function convertingError(): BitlockerError {
  return new BitlockerError(
    'converting',
    sentence`Windows has not finished encrypting or decrypting it: attach it to that Windows computer, and wait until "manage-bde -status" shows 100 %.`,
  );
}
