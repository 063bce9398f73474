import { createCipheriv } from 'node:crypto';

/**
 * The byte offsets of consecutive sectors as 16-byte little-endian numbers, each encrypted as one AES block:
 * BitLocker's initialization vectors and sector keys.
 *
 * @param highestByte the last of the 16 bytes: 0x80 gives a second, different block for the same offset
 */
export function encryptedOffsets(
  key: Uint8Array,
  firstSector: number,
  count: number,
  sectorLength: number,
  highestByte = 0,
): Uint8Array {
  const offsets = Buffer.alloc(16 * count);
  for (let index = 0; index < count; index += 1) {
    offsets.writeBigUInt64LE(BigInt(firstSector + index) * BigInt(sectorLength), 16 * index);
    offsets[16 * index + 15] = highestByte;
  }
  return createCipheriv(key.length === 16 ? 'aes-128-ecb' : 'aes-256-ecb', key, null)
    .setAutoPadding(false)
    .update(offsets);
}
