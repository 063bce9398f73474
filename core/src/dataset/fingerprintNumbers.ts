const INITIAL_CAPACITY = 16;
/** A slot's words: the two halves of the fingerprint, and the number plus one; 0 marks an empty slot. */
const SLOT = 3;

/**
 * A map from 64-bit fingerprints, each given as two halves, to numbers. It uses open addressing in one typed array, so
 * that hundreds of thousands of keys create no garbage and no strings, and a look-up touches one place in memory. Two
 * keys with the same fingerprint would be confused: with half a million keys, this happens in one of a hundred million
 * files.
 */
export class FingerprintNumbers {
  private slots: Int32Array;
  private mask: number;
  private count = 0;

  /** `expected`: roughly how many keys there will be; the table grows if there are more. */
  constructor(expected = 0) {
    let capacity = INITIAL_CAPACITY;
    while (capacity < expected * 2) capacity *= 2;
    this.slots = new Int32Array(capacity * SLOT);
    this.mask = capacity - 1;
  }

  get(low: number, high: number): number | undefined {
    const stored = this.slots[this.slotOf(low, high) + 2]!;
    return stored === 0 ? undefined : stored - 1;
  }

  /** Adds a non-negative number if the key has none yet; otherwise returns the existing one. */
  add(low: number, high: number, number: number): number | undefined {
    const slot = this.slotOf(low, high);
    const stored = this.slots[slot + 2]!;
    if (stored !== 0) return stored - 1;
    this.fill(slot, low, high, number + 1);
    this.count++;
    if (this.count * 2 > this.mask) this.grow();
    return undefined;
  }

  /** Returns the number that the key had. */
  delete(low: number, high: number): number | undefined {
    const { slots, mask } = this;
    let hole = this.slotOf(low, high);
    const stored = slots[hole + 2]!;
    if (stored === 0) return undefined;
    this.count--;
    // Later entries that could not be found across the hole are moved into it.
    const size = slots.length;
    for (let slot = (hole + SLOT) % size; slots[slot + 2] !== 0; slot = (slot + SLOT) % size) {
      const home = (slots[slot]! & mask) * SLOT;
      if ((slot - home + size) % size < (slot - hole + size) % size) continue;
      slots.copyWithin(hole, slot, slot + SLOT);
      hole = slot;
    }
    slots[hole + 2] = 0;
    return stored - 1;
  }

  private fill(slot: number, low: number, high: number, stored: number): void {
    this.slots[slot] = low;
    this.slots[slot + 1] = high;
    this.slots[slot + 2] = stored;
  }

  /** Start of the slot with the fingerprint, or of the empty slot where it belongs. */
  private slotOf(low: number, high: number): number {
    const { slots } = this;
    let slot = (low & this.mask) * SLOT;
    while (slots[slot + 2] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high)) {
      slot += SLOT;
      if (slot === slots.length) slot = 0;
    }
    return slot;
  }

  private grow(): void {
    const { slots } = this;
    this.mask = this.mask * 2 + 1;
    this.slots = new Int32Array(slots.length * 2);
    for (let slot = 0; slot < slots.length; slot += SLOT) {
      const low = slots[slot]!;
      const high = slots[slot + 1]!;
      const stored = slots[slot + 2]!;
      if (stored !== 0) this.fill(this.slotOf(low, high), low, high, stored);
    }
  }
}
