import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SectorCipher } from '../../model/sectorCipher';

/**
 * AES-XTS (IEEE 1619) for sectors longer than the kernels' 512 bytes, with one cipher object per sector. Only foreign
 * volumes have such sectors, and the service does not accept them, so speed does not matter.
 */
export class WideSectorXts implements SectorCipher {
  private readonly key: Buffer;
  private readonly algorithm: 'aes-128-xts' | 'aes-256-xts';

  /** @param key 32 or 64 bytes: the data key, then the tweak key */
  constructor(
    key: Uint8Array,
    private readonly sectorLength: number,
  ) {
    this.key = Buffer.from(key);
    this.algorithm = key.length === 32 ? 'aes-128-xts' : 'aes-256-xts';
  }

  encrypt(data: Uint8Array, firstSector: number): void {
    this.forEachSector(data, firstSector, (sector, tweak) => {
      sector.set(createCipheriv(this.algorithm, this.key, tweak).update(sector));
    });
  }

  decrypt(data: Uint8Array, firstSector: number): void {
    this.forEachSector(data, firstSector, (sector, tweak) => {
      sector.set(createDecipheriv(this.algorithm, this.key, tweak).update(sector));
    });
  }

  wipe(): void {
    this.key.fill(0);
  }

  private forEachSector(
    data: Uint8Array,
    firstSector: number,
    apply: (sector: Uint8Array, tweak: Buffer) => void,
  ): void {
    const tweak = Buffer.alloc(16);
    for (let at = 0; at < data.length; at += this.sectorLength) {
      tweak.writeBigUInt64LE(BigInt(firstSector + at / this.sectorLength));
      apply(data.subarray(at, at + this.sectorLength), tweak);
    }
  }
}
