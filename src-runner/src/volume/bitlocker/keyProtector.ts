import { sentence } from '../../language/sentence';
import { DriveFormatError } from '../byteSource';
import { GUID_LENGTH, guidText } from '../guid';
import { EntryType, readEntries, ValueType, viewOf } from './metadataEntry';
import type { SealedValue } from './sealedValue';
import { NONCE_LENGTH, TAG_LENGTH } from './sealedValue';

/**
 * What opens a volume. `clear key` means suspended protection: the key lies beside the data, and anybody can use it.
 */
export type ProtectorKind =
  'clear key' | 'TPM' | 'startup key' | 'TPM and PIN' | 'recovery password' | 'smart card' | 'password' | 'unknown';

/** The codes of libbde and cryptsetup. */
const kinds: Readonly<Record<number, ProtectorKind>> = {
  0x0000: 'clear key',
  0x0100: 'TPM',
  0x0200: 'startup key',
  0x0500: 'TPM and PIN',
  0x0800: 'recovery password',
  0x1000: 'smart card',
  0x2000: 'password',
};

export const RECOVERY_PASSWORD = 0x0800;
export const SALT_LENGTH = 16;
/** GUID, FILETIME, u16 0, u16 protection. */
export const PROTECTOR_HEADER_LENGTH = GUID_LENGTH + 12;
/** u32 method; the salt follows. */
export const STRETCH_KEY_HEADER_LENGTH = 4;

/** The volume master key (VMK), sealed by one of the secrets that open the volume. */
export interface KeyProtector {
  readonly guid: string;
  /** FILETIME. */
  readonly modified: bigint;
  readonly kind: ProtectorKind;
  readonly code: number;
  /** Set by the program that added the protector; usually empty. */
  readonly name: string;
  /** The salt that the password is stretched with: 16 bytes. */
  readonly salt: Uint8Array | undefined;
  readonly sealedMasterKey: SealedValue | undefined;
}

/**
 * @param data of an entry of value type 8
 * @throws DriveFormatError if lengths do not fit
 */
export function readProtector(data: Uint8Array): KeyProtector {
  if (data.length < PROTECTOR_HEADER_LENGTH) throw new DriveFormatError(sentence`A key protector is too short.`);
  const view = viewOf(data);
  const properties = readEntries(data.subarray(PROTECTOR_HEADER_LENGTH));
  const valueOf = (valueType: number) =>
    properties.find((entry) => entry.type === EntryType.property && entry.valueType === valueType)?.data;
  const name = valueOf(ValueType.text);
  const sealed = valueOf(ValueType.sealed);
  const code = view.getUint16(26, true);
  return {
    guid: guidText(data),
    modified: view.getBigUint64(GUID_LENGTH, true),
    kind: kinds[code] ?? 'unknown',
    code,
    name: name === undefined ? '' : readText(name),
    salt: readSalt(valueOf(ValueType.stretchKey)),
    sealedMasterKey: sealed && readSealed(sealed),
  };
}

/** @param data of an entry of value type 5 */
export function readSealed(data: Uint8Array): SealedValue {
  if (data.length < NONCE_LENGTH + TAG_LENGTH) throw new DriveFormatError(sentence`A sealed key is too short.`);
  return {
    nonce: data.subarray(0, NONCE_LENGTH),
    tag: data.subarray(NONCE_LENGTH, NONCE_LENGTH + TAG_LENGTH),
    ciphertext: data.subarray(NONCE_LENGTH + TAG_LENGTH),
  };
}

/** @param data of an entry of value type 2: UTF-16 with a terminating zero */
export function readText(data: Uint8Array): string {
  return Buffer.from(data).toString('utf16le').replace(/\0.*$/s, '');
}

function readSalt(stretchKey: Uint8Array | undefined): Uint8Array | undefined {
  if (stretchKey === undefined) return undefined;
  if (stretchKey.length < STRETCH_KEY_HEADER_LENGTH + SALT_LENGTH)
    throw new DriveFormatError(sentence`The salt of a key protector is too short.`);
  return stretchKey.subarray(STRETCH_KEY_HEADER_LENGTH, STRETCH_KEY_HEADER_LENGTH + SALT_LENGTH);
}
