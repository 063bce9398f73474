import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SectorCipher } from './sectorCipher';
import { encryptedOffsets } from './sectorOffsets';

/** AES-CBC within each sector; the initialization vector is the sector's byte offset, encrypted with the same key. */
export class CbcCipher implements SectorCipher {
  private readonly key: Buffer;
  private readonly algorithm: 'aes-128-cbc' | 'aes-256-cbc';

  /** @param key 16 or 32 bytes */
  constructor(
    key: Uint8Array,
    private readonly sectorLength: number,
  ) {
    this.key = Buffer.from(key);
    this.algorithm = key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc';
  }

  encrypt(data: Uint8Array, firstSector: number): void {
    this.forEachSector(data, firstSector, (sector, vector) => {
      sector.set(createCipheriv(this.algorithm, this.key, vector).update(sector));
    });
  }

  decrypt(data: Uint8Array, firstSector: number): void {
    this.forEachSector(data, firstSector, (sector, vector) => {
      sector.set(createDecipheriv(this.algorithm, this.key, vector).setAutoPadding(false).update(sector));
    });
  }

  wipe(): void {
    this.key.fill(0);
  }

  private forEachSector(data: Uint8Array, firstSector: number, apply: (sector: Uint8Array, vector: Uint8Array) => void): void {
    const vectors = encryptedOffsets(this.key, firstSector, data.length / this.sectorLength, this.sectorLength);
    for (let at = 0, index = 0; at < data.length; at += this.sectorLength, index += 1) {
      apply(data.subarray(at, at + this.sectorLength), vectors.subarray(16 * index, 16 * index + 16));
    }
  }
}
