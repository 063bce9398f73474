import { regionShiftOf } from '../text/fingerprintSet';
import type { Fingerprints } from '../text/fingerprintSet';

/**
 * Tells in a fixed amount of memory which fingerprints may have come before. It never misses one that has, and takes a
 * few for known that are not: one bit stands for all fingerprints with the same lower half, or the end of it.
 */
export class BitSieve implements Fingerprints {
  readonly overflowed = false;
  private readonly words: Uint32Array;
  private readonly mask: number;
  private readonly regionShift: number;

  /** `bits`: a power of two, from 32. */
  constructor(bits: number) {
    this.words = new Uint32Array(bits / 32);
    this.mask = bits - 1;
    this.regionShift = regionShiftOf(bits);
  }

  /** Which of 64 parts of the bits the fingerprint belongs to. */
  regionOf(low: number): number {
    return (low & this.mask) >>> this.regionShift;
  }

  /** Adds a fingerprint; returns true where one with the same bit was there already. */
  add(low: number): boolean {
    const bit = low & this.mask;
    const word = this.words[bit >>> 5]!;
    const flag = 1 << (bit & 31);
    this.words[bit >>> 5] = word | flag;
    return (word & flag) !== 0;
  }

  has(low: number): boolean {
    const bit = low & this.mask;
    return (this.words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }
}
