import { createCipheriv, createDecipheriv } from 'node:crypto';

/** The purpose of a key, as its container states it. For the volume's own key it is the encryption method instead. */
export const KeyUse = { password: 0x1000, stretchedKey: 0x2008, volumeMasterKey: 0x2003, checksum: 0x2005 } as const;

export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
/** u16 length of the container, u16 0, u16 version, u16 0, u32 use; then the key. */
const CONTAINER_HEADER_LENGTH = 12;
const CONTAINER_VERSION = 1;
const CIPHER = 'aes-256-ccm';

/** A key encrypted and authenticated with another one (AES-CCM), as stored in BitLocker's metadata. */
export interface SealedValue {
  /** 12 bytes: a FILETIME and a counter. Never used twice under one key. */
  readonly nonce: Uint8Array;
  /** 16 bytes. */
  readonly tag: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export interface KeyContainer {
  /** One of `KeyUse`, or the code of an encryption method. */
  readonly use: number;
  readonly key: Uint8Array;
}

/** @param sealingKey 32 bytes */
export function seal({ use, key }: KeyContainer, sealingKey: Uint8Array, nonce: Uint8Array): SealedValue {
  const container = Buffer.alloc(CONTAINER_HEADER_LENGTH + key.length);
  container.writeUInt16LE(container.length, 0);
  container.writeUInt16LE(CONTAINER_VERSION, 4);
  container.writeUInt32LE(use, 8);
  container.set(key, CONTAINER_HEADER_LENGTH);
  const cipher = createCipheriv(CIPHER, sealingKey, nonce, { authTagLength: TAG_LENGTH });
  const ciphertext = cipher.update(container);
  cipher.final();
  container.fill(0);
  return { nonce, tag: cipher.getAuthTag(), ciphertext };
}

/** The sealed key; undefined if `sealingKey` is wrong or a byte was changed. */
export function unseal({ nonce, tag, ciphertext }: SealedValue, sealingKey: Uint8Array): KeyContainer | undefined {
  if (ciphertext.length < CONTAINER_HEADER_LENGTH) return undefined;
  const decipher = createDecipheriv(CIPHER, sealingKey, nonce, { authTagLength: TAG_LENGTH }).setAuthTag(tag);
  let container: Buffer;
  try {
    container = decipher.update(ciphertext);
    decipher.final();
  } catch {
    // OpenSSL only tells that authentication failed.
    return undefined;
  }
  const length = container.readUInt16LE(0);
  if (length < CONTAINER_HEADER_LENGTH || length > container.length) return undefined;
  const key = Uint8Array.from(container.subarray(CONTAINER_HEADER_LENGTH, length));
  const use = container.readUInt32LE(8);
  container.fill(0);
  return { use, key };
}
