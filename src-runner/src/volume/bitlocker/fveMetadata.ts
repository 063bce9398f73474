import { crc32 } from 'node:zlib';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import { DriveFormatError } from '../byteSource';
import { GUID_LENGTH, guidText } from '../guid';
import { BitlockerError } from './bitlockerError';
import type { EncryptionMethod } from './encryptionMethod';
import { methodOfCode } from './encryptionMethod';
import type { KeyProtector } from './keyProtector';
import { readProtector, readSealed, readText } from './keyProtector';
import { EntryType, readEntries, ValueType, viewOf } from './metadataEntry';
import type { SealedValue } from './sealedValue';

/** Bytes of a copy of the metadata on the volume. */
export const METADATA_LENGTH = 0x1_0000;
export const METADATA_COPIES = 3;
export const FVE_SIGNATURE = '-FVE-FS-';
/** The unit in which lengths are counted. */
export const COVERED_UNIT = 16;
/** Where the block header ends and the metadata header begins, and where the latter ends and the entries begin. */
export const DATASET_START = 64;
export const DATASET_HEADER_LENGTH = 48;
/** u16 length, u16 version, u32 CRC-32; then an entry. */
export const VALIDATION_HEADER_LENGTH = 8;

/** How far Windows is with a volume (dislocker: state types). 4 is encrypted. */
export type EncryptionState = 'off' | 'converting' | 'encrypted' | 'paused' | 'unknown';

const states: Readonly<Record<number, EncryptionState>> = {
  0: 'off',
  1: 'off',
  2: 'converting',
  3: 'converting',
  4: 'encrypted',
  5: 'paused',
};

/** One copy of a volume's metadata (version 2). Offsets and lengths are in bytes from the beginning of the volume. */
export interface FveMetadata {
  readonly state: EncryptionState;
  /** How much of the volume is encrypted: everything if `state` is `encrypted`. */
  readonly encryptedLength: number;
  readonly metadataOffsets: readonly number[];
  /** Where the first bytes of the volume actually lie, encrypted, and how many there are. */
  readonly relocatedHeader: { readonly offset: number; readonly length: number };
  readonly volumeGuid: string;
  /** Undefined if the method is unknown. */
  readonly method: EncryptionMethod | undefined;
  readonly methodCode: number;
  /** FILETIME. */
  readonly created: bigint;
  /** Computer, volume label and date, as Windows writes them. */
  readonly description: string;
  readonly protectors: readonly KeyProtector[];
  /** The key of the sectors (FVEK), sealed by the volume master key (VMK). */
  readonly sealedVolumeKey: SealedValue | undefined;
  /** The bytes that both checksums cover. */
  readonly covered: Uint8Array;
  /** Their SHA-256, sealed by the VMK. */
  readonly sealedChecksum: SealedValue | undefined;
}

/**
 * Reads one copy of the metadata and checks its CRC-32.
 *
 * @param block its 64 KiB
 * @param sectorLength bytes; older metadata give the relocated length in sectors
 * @throws DriveFormatError if it is damaged
 * @throws BitlockerError if its version is not 2
 */
export function parseFveMetadata(block: Uint8Array, sectorLength = SECTOR_LENGTH): FveMetadata {
  if (block.length !== METADATA_LENGTH) throw new RangeError(`A copy of the metadata has ${METADATA_LENGTH} bytes.`);
  const view = viewOf(block);
  if (Buffer.from(block.subarray(0, 8)).toString('latin1') !== FVE_SIGNATURE)
    throw new DriveFormatError(sentence`It does not begin with -FVE-FS-.`);
  const version = view.getUint16(10, true);
  if (version === 1) throw vistaError();
  if (version !== 2)
    throw new BitlockerError(
      'version',
      sentence`Its BitLocker metadata has version ${version}; only version 2 (Windows 7 and later) can be read.`,
    );
  const coveredLength = view.getUint16(8, true) * COVERED_UNIT;
  const datasetLength = view.getUint32(DATASET_START, true);
  if (
    coveredLength < DATASET_START + datasetLength ||
    datasetLength < DATASET_HEADER_LENGTH ||
    coveredLength + VALIDATION_HEADER_LENGTH > block.length
  ) {
    throw new DriveFormatError(sentence`Its lengths contradict each other.`);
  }
  const covered = block.subarray(0, coveredLength);
  if (crc32(covered) !== view.getUint32(coveredLength + 4, true))
    throw new DriveFormatError(sentence`Its CRC-32 does not match.`);
  const dataset = block.subarray(DATASET_START, DATASET_START + datasetLength);
  if (view.getUint32(DATASET_START + 8, true) !== DATASET_HEADER_LENGTH)
    throw new DriveFormatError(sentence`Its header does not have the required length.`);
  const entries = readEntries(dataset.subarray(DATASET_HEADER_LENGTH));
  const entryOf = (type: number, valueType: number) =>
    entries.find((entry) => entry.type === type && entry.valueType === valueType);
  const description = entryOf(EntryType.description, ValueType.text);
  const volumeKey = entryOf(EntryType.volumeKey, ValueType.sealed);
  const relocated = entryOf(EntryType.relocatedHeader, ValueType.offsetAndLength);
  const methodCode = view.getUint16(DATASET_START + 36, true);
  return {
    state: states[view.getUint16(12, true)] ?? 'unknown',
    encryptedLength: readOffset(view, 16),
    metadataOffsets: Array.from({ length: METADATA_COPIES }, (_, copy) => readOffset(view, 32 + 8 * copy)),
    relocatedHeader: readRelocatedHeader(view, relocated?.data, sectorLength),
    volumeGuid: guidText(dataset.subarray(16, 16 + GUID_LENGTH)),
    method: methodOfCode(methodCode),
    methodCode,
    created: view.getBigUint64(DATASET_START + 40, true),
    description: description === undefined ? '' : readText(description.data),
    protectors: entries
      .filter(({ type, valueType }) => type === EntryType.volumeMasterKey && valueType === ValueType.volumeMasterKey)
      .map(({ data }) => readProtector(data)),
    sealedVolumeKey: volumeKey && readSealed(volumeKey.data),
    covered,
    sealedChecksum: readChecksum(block.subarray(coveredLength)),
  };
}

export function vistaError(): BitlockerError {
  return new BitlockerError(
    'vista',
    sentence`Windows Vista encrypted it: turn BitLocker off and on again on a current version of Windows.`,
  );
}

/** An offset or a length in bytes. */
function readOffset(view: DataView, at: number): number {
  const offset = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(offset)) throw new DriveFormatError(sentence`It refers to a position that no drive has.`);
  return offset;
}

function readRelocatedHeader(
  view: DataView,
  entry: Uint8Array | undefined,
  sectorLength: number,
): FveMetadata['relocatedHeader'] {
  // Some versions of Windows 10 leave the entry out (libbde).
  if (entry === undefined || entry.length < 16)
    return { offset: readOffset(view, 56), length: view.getUint32(28, true) * sectorLength };
  return { offset: readOffset(viewOf(entry), 0), length: readOffset(viewOf(entry), 8) };
}

function readChecksum(validation: Uint8Array): SealedValue | undefined {
  const view = viewOf(validation);
  const start = VALIDATION_HEADER_LENGTH;
  const length = start + 2 <= validation.length ? view.getUint16(start, true) : 0;
  if (length === 0 || start + length > validation.length) return undefined;
  const entry = readEntries(validation.subarray(start, start + length))[0];
  return entry?.valueType === ValueType.sealed ? readSealed(entry.data) : undefined;
}
