import { CbcCipher } from './cbcCipher';
import { diffuse, undiffuse } from './elephantDiffuser';
import type { SectorCipher } from '../../model/sectorCipher';
import { encryptedOffsets } from './sectorOffsets';

/** AES-CBC with the Elephant diffuser, the default of Windows Vista and 7. */
export class ElephantCipher implements SectorCipher {
  private readonly cbc: CbcCipher;
  private readonly tweakKey: Buffer;

  /** Both keys have the same length: 16 or 32 bytes. */
  constructor(
    key: Uint8Array,
    tweakKey: Uint8Array,
    private readonly sectorLength: number,
  ) {
    this.cbc = new CbcCipher(key, sectorLength);
    this.tweakKey = Buffer.from(tweakKey);
  }

  encrypt(data: Uint8Array, firstSector: number): void {
    this.addSectorKeys(data, firstSector);
    this.forEachSector(data, diffuse);
    this.cbc.encrypt(data, firstSector);
  }

  decrypt(data: Uint8Array, firstSector: number): void {
    this.cbc.decrypt(data, firstSector);
    this.forEachSector(data, undiffuse);
    this.addSectorKeys(data, firstSector);
  }

  wipe(): void {
    this.cbc.wipe();
    this.tweakKey.fill(0);
  }

  /** XORs each sector with its 32-byte key, repeatedly. */
  private addSectorKeys(data: Uint8Array, firstSector: number): void {
    const count = data.length / this.sectorLength;
    const lower = encryptedOffsets(this.tweakKey, firstSector, count, this.sectorLength);
    const upper = encryptedOffsets(this.tweakKey, firstSector, count, this.sectorLength, 0x80);
    for (let at = 0; at < data.length; at += 1) {
      const block = 16 * Math.floor(at / this.sectorLength);
      data[at]! ^= ((at & 16) === 0 ? lower : upper)[block + (at & 15)]!;
    }
  }

  private forEachSector(data: Uint8Array, apply: (words: Uint32Array) => void): void {
    // The words are little-endian, like every machine that Node runs on; the copy aligns them.
    const sector = new Uint8Array(this.sectorLength);
    const words = new Uint32Array(sector.buffer);
    for (let at = 0; at < data.length; at += this.sectorLength) {
      sector.set(data.subarray(at, at + this.sectorLength));
      apply(words);
      data.set(sector, at);
    }
  }
}
