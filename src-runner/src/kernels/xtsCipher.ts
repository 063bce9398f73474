import { createCipheriv, createDecipheriv, type Cipher, type Decipher } from 'node:crypto';
import { SECTOR_LENGTH } from '#core/limits/limits';
import type { SectorCipher } from '../model/sectorCipher';
import { discardCiphertext } from './cipherGarbage';
import { createKernels, Scratch, SCRATCH_LENGTH, type Kernels } from './kernels';

const TWEAK = 16;
/** Sector numbers encrypted per call: with fewer, the call overhead dominates. */
const SECTORS_OF_TWEAKS = 512;
/** Bytes that go through AES per call: more would not stay in the CPU's caches between the passes. */
const CALL_LENGTH = SCRATCH_LENGTH - Scratch.staging;

export type XtsMethod = 'aes-xts-128' | 'aes-xts-256';

/**
 * XTS-AES with a data unit of 512 bytes whose number is the sector's, as a 128-bit little-endian number (IEEE 1619):
 * BitLocker's method since Windows 10 1511. OpenSSL's own XTS needs one cipher object per sector. Instead AES-ECB,
 * which takes any number of blocks, encrypts the numbers of many sectors in one call and their data in another, between
 * two passes of XOR with the tweaks.
 *
 * @param key The key of the data, then the key of the tweaks: 32 bytes for `aes-xts-128`, 64 for `aes-xts-256`.
 * @param kernels Data in their memory is processed in place; other data is copied there and back, piece by piece.
 */
export function createXtsCipher(method: XtsMethod, key: Uint8Array, kernels: Kernels = createKernels()): SectorCipher {
  return new XtsCipher(method === 'aes-xts-128' ? 16 : 32, key, kernels);
}

class XtsCipher implements SectorCipher {
  private readonly encryptor: Cipher;
  private readonly decryptor: Decipher;
  private readonly tweaker: Cipher;
  private readonly tweaks: Uint8Array;
  private readonly tweakNumbers: DataView;
  private readonly staging: Uint8Array;

  constructor(
    keyLength: 16 | 32,
    key: Uint8Array,
    private readonly kernels: Kernels,
  ) {
    if (key.length !== 2 * keyLength)
      throw new RangeError(
        `AES-XTS with ${8 * keyLength} bits takes a key of ${2 * keyLength} bytes, not of ${key.length}.`,
      );
    const dataKey = key.subarray(0, keyLength);
    const name = `aes-${8 * keyLength}-ecb`;
    this.encryptor = createCipheriv(name, dataKey, null).setAutoPadding(false);
    this.decryptor = createDecipheriv(name, dataKey, null).setAutoPadding(false);
    this.tweaker = createCipheriv(name, key.subarray(keyLength), null).setAutoPadding(false);
    const tweaks = kernels.scratch + Scratch.tweaks;
    this.tweaks = kernels.bytes.subarray(tweaks, tweaks + SECTORS_OF_TWEAKS * TWEAK);
    this.tweakNumbers = new DataView(this.tweaks.buffer, this.tweaks.byteOffset, this.tweaks.length);
    const staging = kernels.scratch + Scratch.staging;
    this.staging = kernels.bytes.subarray(staging, staging + CALL_LENGTH);
  }

  encrypt(data: Uint8Array, firstSector: number): void {
    this.transform(this.encryptor, data, firstSector);
  }

  decrypt(data: Uint8Array, firstSector: number): void {
    this.transform(this.decryptor, data, firstSector);
  }

  wipe(): void {
    // OpenSSL's contexts hold the keys and clear them when they end.
    for (const cipher of [this.encryptor, this.decryptor, this.tweaker]) cipher.final();
    this.tweaks.fill(0);
    this.staging.fill(0);
  }

  private transform(aes: Cipher | Decipher, data: Uint8Array, firstSector: number): void {
    if (data.length % SECTOR_LENGTH !== 0)
      throw new RangeError(`${data.length} bytes are not whole sectors of ${SECTOR_LENGTH} bytes.`);
    const sectors = data.length / SECTOR_LENGTH;
    const isInMemory = data.buffer === this.kernels.bytes.buffer;
    for (let done = 0; done < sectors; done += SECTORS_OF_TWEAKS) {
      const count = Math.min(SECTORS_OF_TWEAKS, sectors - done);
      this.makeTweaks(firstSector + done, count);
      const end = (done + count) * SECTOR_LENGTH;
      for (let start = done * SECTOR_LENGTH; start < end; start += CALL_LENGTH) {
        const piece = data.subarray(start, Math.min(start + CALL_LENGTH, end));
        const tweaks = this.tweaks.byteOffset + (start / SECTOR_LENGTH - done) * TWEAK;
        if (isInMemory) this.transformInMemory(aes, piece, tweaks);
        else {
          const staged = this.staging.subarray(0, piece.length);
          staged.set(piece);
          this.transformInMemory(aes, staged, tweaks);
          piece.set(staged);
        }
      }
    }
  }

  private transformInMemory(aes: Cipher | Decipher, piece: Uint8Array, tweaks: number): void {
    const sectors = piece.length / SECTOR_LENGTH;
    this.kernels.xorTweaks(piece.byteOffset, tweaks, sectors);
    piece.set(aes.update(piece));
    discardCiphertext(piece.length);
    this.kernels.xorTweaks(piece.byteOffset, tweaks, sectors);
  }

  private makeTweaks(firstSector: number, count: number): void {
    for (let index = 0; index < count; index++) {
      const sector = firstSector + index;
      this.tweakNumbers.setUint32(TWEAK * index, sector % 2 ** 32, true);
      this.tweakNumbers.setUint32(TWEAK * index + 4, Math.floor(sector / 2 ** 32), true);
      this.tweakNumbers.setUint32(TWEAK * index + 8, 0, true);
      this.tweakNumbers.setUint32(TWEAK * index + 12, 0, true);
    }
    const numbers = this.tweaks.subarray(0, TWEAK * count);
    numbers.set(this.tweaker.update(numbers));
  }
}
