import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { GUID_LENGTH, guidBytes } from '../guid';
import {
  COVERED_UNIT,
  DATASET_HEADER_LENGTH,
  DATASET_START,
  FVE_SIGNATURE,
  METADATA_LENGTH,
  VALIDATION_HEADER_LENGTH,
} from './fveMetadata';
import { PROTECTOR_HEADER_LENGTH, RECOVERY_PASSWORD, SALT_LENGTH, STRETCH_KEY_HEADER_LENGTH } from './keyProtector';
import { EntryType, ValueType, writeEntry } from './metadataEntry';
import type { SealedValue } from './sealedValue';
import { KeyUse, NONCE_LENGTH } from './sealedValue';

const VERSION = 2;
const ENCRYPTED = 4;

/** What a copy of the metadata is made from. Offsets and lengths are in bytes. */
export interface MetadataParts {
  readonly volumeLength: number;
  readonly sectorLength: number;
  readonly metadataOffsets: readonly number[];
  readonly relocatedHeader: { readonly offset: number; readonly length: number };
  readonly volumeGuid: string;
  /** Greater than the counter of any nonce in the metadata. */
  readonly nextNonceCounter: number;
  /** The code of the method; Windows sometimes repeats it in the upper 16 bits. */
  readonly methodField: number;
  /** FILETIME. */
  readonly created: bigint;
  readonly entries: readonly Uint8Array[];
  /** Seals the SHA-256 of the bytes that the checksums cover. */
  readonly sealChecksum: (sha256: Uint8Array) => SealedValue;
}

/** One copy of the metadata, 64 KiB; all three copies are identical. */
export function writeFveMetadata(parts: MetadataParts): Uint8Array {
  const entriesLength = parts.entries.reduce((sum, entry) => sum + entry.length, 0);
  const datasetLength = DATASET_HEADER_LENGTH + entriesLength;
  const coveredLength = Math.ceil((DATASET_START + datasetLength) / COVERED_UNIT) * COVERED_UNIT;
  const block = Buffer.alloc(METADATA_LENGTH);
  block.write(FVE_SIGNATURE, 0, 'latin1');
  block.writeUInt16LE(coveredLength / COVERED_UNIT, 8);
  block.writeUInt16LE(VERSION, 10);
  block.writeUInt16LE(ENCRYPTED, 12);
  block.writeUInt16LE(ENCRYPTED, 14);
  block.writeBigUInt64LE(BigInt(parts.volumeLength), 16);
  block.writeUInt32LE(parts.relocatedHeader.length / parts.sectorLength, 28);
  parts.metadataOffsets.forEach((offset, copy) => block.writeBigUInt64LE(BigInt(offset), 32 + 8 * copy));
  block.writeBigUInt64LE(BigInt(parts.relocatedHeader.offset), 56);
  const dataset = block.subarray(DATASET_START);
  dataset.writeUInt32LE(datasetLength, 0);
  dataset.writeUInt32LE(1, 4);
  dataset.writeUInt32LE(DATASET_HEADER_LENGTH, 8);
  dataset.writeUInt32LE(datasetLength, 12);
  dataset.set(guidBytes(parts.volumeGuid), 16);
  dataset.writeUInt32LE(parts.nextNonceCounter, 32);
  dataset.writeUInt32LE(parts.methodField, 36);
  dataset.writeBigUInt64LE(parts.created, 40);
  let at = DATASET_HEADER_LENGTH;
  for (const entry of parts.entries) {
    dataset.set(entry, at);
    at += entry.length;
  }
  const covered = block.subarray(0, coveredLength);
  const validation = block.subarray(coveredLength);
  validation.writeUInt16LE(validation.length, 0);
  validation.writeUInt16LE(VERSION, 2);
  validation.writeUInt32LE(crc32(covered), 4);
  const sum = createHash('sha256').update(covered).digest();
  validation.set(sealedEntry(EntryType.property, parts.sealChecksum(sum)), VALIDATION_HEADER_LENGTH);
  return block;
}

/** A text with a terminating zero, as descriptions have it. */
export function textEntry(type: number, text: string): Uint8Array {
  return writeEntry({ type, valueType: ValueType.text, data: Buffer.from(`${text}\0`, 'utf16le') });
}

export function sealedEntry(type: number, { nonce, tag, ciphertext }: SealedValue): Uint8Array {
  return writeEntry({ type, valueType: ValueType.sealed, data: Buffer.concat([nonce, tag, ciphertext]) });
}

export interface RecoveryProtectorParts {
  readonly guid: string;
  /** FILETIME. */
  readonly modified: bigint;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** Sealed by the volume master key, so that Windows can show and renew the password. */
  readonly sealedPassword: SealedValue;
  readonly sealedStretchedKey: SealedValue;
  /** Sealed by the stretched key. */
  readonly sealedMasterKey: SealedValue;
  /** Further properties, as entries. */
  readonly further?: readonly Uint8Array[];
}

/** The volume master key, protected by a recovery password. */
export function recoveryProtectorEntry(parts: RecoveryProtectorParts): Uint8Array {
  const header = Buffer.alloc(PROTECTOR_HEADER_LENGTH);
  header.set(guidBytes(parts.guid), 0);
  header.writeBigUInt64LE(parts.modified, GUID_LENGTH);
  header.writeUInt16LE(RECOVERY_PASSWORD, GUID_LENGTH + 10);
  const stretchKey = Buffer.alloc(STRETCH_KEY_HEADER_LENGTH + SALT_LENGTH);
  stretchKey.writeUInt32LE(KeyUse.password, 0);
  stretchKey.set(parts.salt, STRETCH_KEY_HEADER_LENGTH);
  const backups = [
    sealedEntry(EntryType.password, parts.sealedPassword),
    sealedEntry(EntryType.stretchedKey, parts.sealedStretchedKey),
  ];
  const stretch = writeEntry({
    type: EntryType.property,
    valueType: ValueType.stretchKey,
    data: Buffer.concat([stretchKey, ...backups]),
  });
  const sealed = sealedEntry(EntryType.property, parts.sealedMasterKey);
  const data = Buffer.concat([header, stretch, sealed, ...(parts.further ?? [])]);
  return writeEntry({ type: EntryType.volumeMasterKey, valueType: ValueType.volumeMasterKey, data });
}

/** Where the first bytes of the volume lie. In Windows 7's form: what later versions append is not known. */
export function relocatedHeaderEntry({ offset, length }: MetadataParts['relocatedHeader']): Uint8Array {
  const data = Buffer.alloc(16);
  data.writeBigUInt64LE(BigInt(offset), 0);
  data.writeBigUInt64LE(BigInt(length), 8);
  return writeEntry({ type: EntryType.relocatedHeader, valueType: ValueType.offsetAndLength, data });
}

/**
 * @param fileTime when the key was made
 * @param counter never used twice under one key
 */
export function nonceOf(fileTime: bigint, counter: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_LENGTH);
  nonce.writeBigUInt64LE(fileTime, 0);
  nonce.writeUInt32LE(counter, 8);
  return nonce;
}
