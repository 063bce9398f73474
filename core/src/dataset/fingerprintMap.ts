import type { Fingerprint } from './keyFingerprint';

const INITIAL_CAPACITY = 1024;

/**
 * Values by 64-bit fingerprint: open addressing in typed arrays, so that hundreds of thousands of keys make no
 * garbage and no strings. Two keys with one fingerprint would be taken for one: with half a million keys, once in
 * a hundred million files.
 */
export class FingerprintMap<V> {
  private lows = new Int32Array(INITIAL_CAPACITY);
  private highs = new Int32Array(INITIAL_CAPACITY);
  private values: (V | undefined)[] = new Array<V | undefined>(INITIAL_CAPACITY).fill(undefined);
  private mask = INITIAL_CAPACITY - 1;
  private count = 0;

  get(low: number, high: number): V | undefined {
    return this.values[this.slotOf(low, high)];
  }

  set({ low, high }: Fingerprint, value: V): void {
    const slot = this.slotOf(low, high);
    if (this.values[slot] === undefined) {
      this.lows[slot] = low;
      this.highs[slot] = high;
      this.count++;
    }
    this.values[slot] = value;
    if (this.count * 2 > this.mask) this.grow();
  }

  delete(low: number, high: number): void {
    let hole = this.slotOf(low, high);
    if (this.values[hole] === undefined) return;
    this.count--;
    // Entries behind the hole that would not be found over it move into it.
    for (let slot = (hole + 1) & this.mask; this.values[slot] !== undefined; slot = (slot + 1) & this.mask) {
      const distance = (slot - this.lows[slot]!) & this.mask;
      if (distance < ((slot - hole) & this.mask)) continue;
      this.lows[hole] = this.lows[slot]!;
      this.highs[hole] = this.highs[slot]!;
      this.values[hole] = this.values[slot];
      hole = slot;
    }
    this.values[hole] = undefined;
  }

  /** The slot that holds the fingerprint, or the empty one where it belongs. */
  private slotOf(low: number, high: number): number {
    let slot = low & this.mask;
    while (this.values[slot] !== undefined && (this.lows[slot] !== low || this.highs[slot] !== high)) slot = (slot + 1) & this.mask;
    return slot;
  }

  private grow(): void {
    const { lows, highs, values } = this;
    const capacity = values.length * 2;
    this.lows = new Int32Array(capacity);
    this.highs = new Int32Array(capacity);
    this.values = new Array<V | undefined>(capacity).fill(undefined);
    this.mask = capacity - 1;
    values.forEach((value, i) => {
      if (value === undefined) return;
      const slot = this.slotOf(lows[i]!, highs[i]!);
      this.lows[slot] = lows[i]!;
      this.highs[slot] = highs[i]!;
      this.values[slot] = value;
    });
  }
}
