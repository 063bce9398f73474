const FIRST_CAPACITY = 1024;
/** So full may the table be, in parts of its slots. */
const LOAD = 0.7;

/**
 * A set of 64-bit fingerprints, each given as two 32-bit halves, in 8 bytes a slot. Two keys may have one fingerprint:
 * what it finds is to be compared by the text.
 */
export class FingerprintSet {
  size = 0;
  private mask = FIRST_CAPACITY - 1;
  private low = new Int32Array(FIRST_CAPACITY);
  private high = new Int32Array(FIRST_CAPACITY);

  /** `limit`: how many fingerprints it takes. */
  constructor(private readonly limit: number) {}

  /** True once a fingerprint was refused because there were too many. */
  overflowed = false;

  /** Adds a fingerprint; returns true where it was there already. */
  add(low: number, high: number): boolean {
    // A slot of zeros is an empty one.
    const half = high | 0 || 1;
    const slot = this.slotOf(low, half);
    if (this.high[slot] !== 0) return true;
    if (this.size >= this.limit) {
      this.overflowed = true;
      return false;
    }
    this.low[slot] = low;
    this.high[slot] = half;
    this.size++;
    if (this.size > (this.mask + 1) * LOAD) this.grow();
    return false;
  }

  has(low: number, high: number): boolean {
    return this.high[this.slotOf(low, high | 0 || 1)] !== 0;
  }

  /** The slot that holds the fingerprint, or the empty one where it belongs. */
  private slotOf(low: number, high: number): number {
    const { mask } = this;
    let slot = low & mask;
    while (this.high[slot] !== 0 && !(this.high[slot] === high && this.low[slot] === (low | 0))) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { low, high } = this;
    const capacity = 2 * low.length;
    this.low = new Int32Array(capacity);
    this.high = new Int32Array(capacity);
    this.mask = capacity - 1;
    for (let i = 0; i < low.length; i++) {
      if (high[i] === 0) continue;
      const slot = this.slotOf(low[i]!, high[i]!);
      this.low[slot] = low[i]!;
      this.high[slot] = high[i]!;
    }
  }
}
