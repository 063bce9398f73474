import type { Fingerprint } from './keyFingerprint';

const INITIAL_CAPACITY = 16;
/** Numbers per slot: the fingerprint's halves, and one more than the value's position; 0 marks an empty slot. */
const SLOT = 3;

/**
 * Values by 64-bit fingerprint: open addressing in one typed array, so that hundreds of thousands of keys make no
 * garbage and no strings, and a look-up touches one place in memory. Two keys with one fingerprint would be taken for
 * one: with half a million keys, once in a hundred million files.
 */
export class FingerprintMap<V> {
  private slots: Int32Array;
  private mask: number;
  private count = 0;
  private readonly values: (V | undefined)[] = [];
  /** Positions in `values` that deleted entries have left. */
  private readonly vacant: number[] = [];

  /** `expected`: about how many keys there will be; with more the map grows. */
  constructor(expected = 0) {
    let capacity = INITIAL_CAPACITY;
    while (capacity < expected * 2) capacity *= 2;
    this.slots = new Int32Array(capacity * SLOT);
    this.mask = capacity - 1;
  }

  get(low: number, high: number): V | undefined {
    const position = this.slots[this.slotOf(low, high) + 2]!;
    return position === 0 ? undefined : this.values[position - 1];
  }

  set({ low, high }: Fingerprint, value: V): void {
    const slot = this.slotOf(low, high);
    const position = this.slots[slot + 2]!;
    if (position === 0) this.insert(slot, low, high, value);
    else this.values[position - 1] = value;
  }

  /** Adds the value where the key has none yet; otherwise returns the one that it has. */
  add({ low, high }: Fingerprint, value: V): V | undefined {
    const slot = this.slotOf(low, high);
    const position = this.slots[slot + 2]!;
    if (position !== 0) return this.values[position - 1];
    this.insert(slot, low, high, value);
    return undefined;
  }

  delete(low: number, high: number): void {
    const { slots, mask } = this;
    let hole = this.slotOf(low, high);
    const position = slots[hole + 2]!;
    if (position === 0) return;
    this.count--;
    this.values[position - 1] = undefined;
    this.vacant.push(position);
    // Entries behind the hole that would not be found over it move into it.
    const size = slots.length;
    for (let slot = (hole + SLOT) % size; slots[slot + 2] !== 0; slot = (slot + SLOT) % size) {
      const home = (slots[slot]! & mask) * SLOT;
      if ((slot - home + size) % size < (slot - hole + size) % size) continue;
      slots.copyWithin(hole, slot, slot + SLOT);
      hole = slot;
    }
    slots[hole + 2] = 0;
  }

  private insert(slot: number, low: number, high: number, value: V): void {
    const position = this.vacant.pop();
    if (position === undefined) this.values.push(value);
    else this.values[position - 1] = value;
    this.fill(slot, low, high, position ?? this.values.length);
    this.count++;
    if (this.count * 2 > this.mask) this.grow();
  }

  private fill(slot: number, low: number, high: number, position: number): void {
    this.slots[slot] = low;
    this.slots[slot + 1] = high;
    this.slots[slot + 2] = position;
  }

  /** Where the slot begins that holds the fingerprint, or the empty one where it belongs. */
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
      const position = slots[slot + 2]!;
      if (position !== 0) this.fill(this.slotOf(low, high), low, high, position);
    }
  }
}
