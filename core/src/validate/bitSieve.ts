/**
 * Tells in a fixed amount of memory which fingerprints may have come before. It never misses one that has, and takes a
 * few for known that are not: one bit stands for many fingerprints.
 */
export class BitSieve {
  readonly overflowed = false;
  private readonly words: Uint32Array;
  private readonly mask: number;

  /** `bits`: a power of two, from 32. */
  constructor(bits: number) {
    this.words = new Uint32Array(bits / 32);
    this.mask = bits - 1;
  }

  /** Adds a fingerprint; returns true where one with the same bit was there already. */
  add(low: number, high: number): boolean {
    const bit = this.bitOf(low, high);
    const word = this.words[bit >>> 5]!;
    const flag = 1 << (bit & 31);
    this.words[bit >>> 5] = word | flag;
    return (word & flag) !== 0;
  }

  has(low: number, high: number): boolean {
    const bit = this.bitOf(low, high);
    return (this.words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }

  private bitOf(low: number, high: number): number {
    return ((low ^ Math.imul(high, 0x9e3779b1)) & this.mask) >>> 0;
  }
}
