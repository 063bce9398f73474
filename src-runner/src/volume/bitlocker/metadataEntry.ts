import { sentence } from '../../language/sentence';
import { DriveFormatError } from '../byteSource';

/**
 * What an entry is for (libbde: entry types). An entry within another one is a `property`, except for the two backups
 * of a recovery protector.
 */
export const EntryType = {
  property: 0,
  volumeMasterKey: 2,
  volumeKey: 3,
  description: 7,
  relocatedHeader: 0xf,
  password: 0x12,
  stretchedKey: 0x13,
} as const;

/** What an entry's data are (libbde: value types). */
export const ValueType = {
  key: 1,
  text: 2,
  stretchKey: 3,
  sealed: 5,
  volumeMasterKey: 8,
  offsetAndLength: 0xf,
} as const;

/** u16 length with this header, u16 entry type, u16 value type, u16 version. */
export const ENTRY_HEADER_LENGTH = 8;
const ENTRY_VERSION = 1;

export interface MetadataEntry {
  readonly type: number;
  readonly valueType: number;
  readonly data: Uint8Array;
}

/**
 * The entries that fill `bytes`.
 *
 * @throws DriveFormatError if a length does not fit
 */
export function readEntries(bytes: Uint8Array): MetadataEntry[] {
  const view = viewOf(bytes);
  const entries: MetadataEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = at + ENTRY_HEADER_LENGTH <= bytes.length ? view.getUint16(at, true) : 0;
    if (length < ENTRY_HEADER_LENGTH || at + length > bytes.length)
      throw new DriveFormatError(sentence`An entry of the BitLocker metadata has an impossible length.`);
    entries.push({
      type: view.getUint16(at + 2, true),
      valueType: view.getUint16(at + 4, true),
      data: bytes.subarray(at + ENTRY_HEADER_LENGTH, at + length),
    });
    at += length;
  }
  return entries;
}

export function writeEntry({ type, valueType, data }: MetadataEntry): Uint8Array {
  const entry = Buffer.alloc(ENTRY_HEADER_LENGTH + data.length);
  entry.writeUInt16LE(entry.length, 0);
  entry.writeUInt16LE(type, 2);
  entry.writeUInt16LE(valueType, 4);
  entry.writeUInt16LE(ENTRY_VERSION, 6);
  entry.set(data, ENTRY_HEADER_LENGTH);
  return entry;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
