import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SectorCipher } from '../../model/sectorCipher';
import { encryptedOffsets } from './sectorOffsets';

const BLOCK_LENGTH = 16;

/** AES-CBC within each sector; the initialization vector is the sector's byte offset, encrypted with the same key. */
export class CbcCipher implements SectorCipher {
  private readonly key: Buffer;
  private readonly keyBits: 128 | 256;

  /** @param key 16 or 32 bytes */
  constructor(
    key: Uint8Array,
    private readonly sectorLength: number,
  ) {
    this.key = Buffer.from(key);
    this.keyBits = key.length === 16 ? 128 : 256;
  }

  encrypt(data: Uint8Array, firstSector: number): void {
    const vectors = this.vectorsOf(data, firstSector);
    // One cipher for all sectors, because creating one is most of the work. The cipher chains across sectors, so the
    // preceding block is XORed out again.
    let before: Uint8Array = new Uint8Array(BLOCK_LENGTH);
    const cipher = createCipheriv(`aes-${this.keyBits}-cbc`, this.key, before).setAutoPadding(false);
    for (let at = 0, vector = 0; at < data.length; at += this.sectorLength, vector += BLOCK_LENGTH) {
      for (let byte = 0; byte < BLOCK_LENGTH; byte += 1) data[at + byte]! ^= vectors[vector + byte]! ^ before[byte]!;
      const encrypted = cipher.update(data.subarray(at, at + this.sectorLength));
      data.set(encrypted, at);
      before = encrypted.subarray(-BLOCK_LENGTH);
    }
  }

  decrypt(data: Uint8Array, firstSector: number): void {
    const { sectorLength } = this;
    const vectors = this.vectorsOf(data, firstSector);
    // One ECB call for all sectors is many times faster than one cipher per sector; CBC only adds an XOR with the
    // preceding block.
    const plain = createDecipheriv(`aes-${this.keyBits}-ecb`, this.key, null).setAutoPadding(false).update(data);
    for (let sector = 0, vector = 0; sector < data.length; sector += sectorLength, vector += BLOCK_LENGTH) {
      for (let at = 0; at < BLOCK_LENGTH; at += 1) plain[sector + at]! ^= vectors[vector + at]!;
      for (let at = sector + BLOCK_LENGTH; at < sector + sectorLength; at += 1) plain[at]! ^= data[at - BLOCK_LENGTH]!;
    }
    data.set(plain);
  }

  wipe(): void {
    this.key.fill(0);
  }

  private vectorsOf(data: Uint8Array, firstSector: number): Uint8Array {
    return encryptedOffsets(this.key, firstSector, data.length / this.sectorLength, this.sectorLength);
  }
}
