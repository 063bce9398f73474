import { regionShiftOf } from '../text/fingerprintSet';
import type { Fingerprints } from '../text/fingerprintSet';

/**
 * Tells, in a fixed amount of memory, which fingerprints may have been added before. It never misses one that has, but
 * also matches a few that have not: one bit stands for all fingerprints whose lower half has the same last bits.
 */
export class BitSieve implements Fingerprints {
  readonly overflowed = false;
  private readonly words: Uint32Array;
  private readonly mask: number;
  private readonly regionShift: number;

  /** `bits`: a power of two, at least 32. */
  constructor(bits: number) {
    this.words = new Uint32Array(bits / 32);
    this.mask = bits - 1;
    this.regionShift = regionShiftOf(bits);
  }

  /** Which of 64 regions of the bits the fingerprint belongs to. */
  regionOf(low: number): number {
    return (low & this.mask) >>> this.regionShift;
  }

  /** Adds a fingerprint; returns true if one with the same bit was already there. */
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
