const LEAST_CAPACITY = 1024;
/** The greatest load of the table, as a fraction of its slots. */
const LOAD = 0.7;

/** Fingerprints that have certainly or possibly been added. */
export interface Fingerprints {
  /** True once a fingerprint was rejected because there were too many. */
  readonly overflowed: boolean;
  /** Which of 64 regions of the memory a fingerprint belongs to. */
  regionOf(low: number): number;
  /** Adds a fingerprint; returns true if it was already there. */
  add(low: number, high: number): boolean;
  has(low: number, high: number): boolean;
}

/**
 * A set of 64-bit fingerprints, each given as two 32-bit halves, with 8 bytes per slot. Two keys can have the same
 * fingerprint, so matches must be confirmed by comparing texts.
 */
export class FingerprintSet implements Fingerprints {
  size = 0;
  overflowed = false;
  private mask: number;
  /** The number of low bits in a slot's number, below those of its region. */
  private regionShift: number;
  /** The halves of each slot are adjacent, so that both are fetched together. */
  private slots: Int32Array;

  /** `limit`: the greatest number of fingerprints. `expected`: roughly how many there will be. */
  constructor(
    private readonly limit: number,
    expected = 0,
  ) {
    let capacity = LEAST_CAPACITY;
    while (capacity * LOAD < Math.min(expected, limit)) capacity *= 2;
    this.mask = capacity - 1;
    this.regionShift = regionShiftOf(capacity);
    this.slots = new Int32Array(2 * capacity);
  }

  regionOf(low: number): number {
    return (low & this.mask) >>> this.regionShift;
  }

  add(low: number, high: number): boolean {
    // A slot of zeros counts as empty.
    const half = high | 0 || 1;
    const slot = this.slotOf(low, half);
    if (this.slots[slot] !== 0) return true;
    if (this.size >= this.limit) {
      this.overflowed = true;
      return false;
    }
    this.slots[slot] = half;
    this.slots[slot + 1] = low;
    this.size++;
    if (this.size > (this.mask + 1) * LOAD) this.grow();
    return false;
  }

  has(low: number, high: number): boolean {
    return this.slots[this.slotOf(low, high | 0 || 1)] !== 0;
  }

  /** Index of the slot with the fingerprint, or of the empty one where it belongs. */
  private slotOf(low: number, high: number): number {
    const { mask, slots } = this;
    const lower = low | 0;
    let slot = low & mask;
    while (slots[2 * slot] !== 0 && !(slots[2 * slot] === high && slots[2 * slot + 1] === lower))
      slot = (slot + 1) & mask;
    return 2 * slot;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Int32Array(2 * slots.length);
    this.mask = slots.length - 1;
    this.regionShift = regionShiftOf(slots.length);
    for (let i = 0; i < slots.length; i += 2) {
      if (slots[i] === 0) continue;
      const slot = this.slotOf(slots[i + 1]!, slots[i]!);
      this.slots[slot] = slots[i]!;
      this.slots[slot + 1] = slots[i + 1]!;
    }
  }
}

/** How far a position in a table is shifted to get the number of its region, one of 64. */
export function regionShiftOf(capacity: number): number {
  return Math.log2(capacity) - 6;
}
