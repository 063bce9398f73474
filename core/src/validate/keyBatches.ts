import type { Fingerprints } from '../text/fingerprintSet';

/** One batch for each region of the store. */
const BATCHES = 64;
const BATCH_LENGTH = 4096;

/**
 * Collects fingerprints until there are many for the same region of a large table. Added one by one, each would access
 * another part of main memory; added together, they find their region in the processor's cache.
 */
export class KeyBatches {
  private readonly lows = new Int32Array(BATCHES * BATCH_LENGTH);
  private readonly highs = new Int32Array(BATCHES * BATCH_LENGTH);
  private readonly lengths = new Int32Array(BATCHES);

  constructor(
    private readonly store: Pick<Fingerprints, 'regionOf'>,
    private readonly take: (low: number, high: number) => void,
  ) {}

  add(low: number, high: number): void {
    const batch = this.store.regionOf(low);
    const length = this.lengths[batch]!;
    this.lows[batch * BATCH_LENGTH + length] = low;
    this.highs[batch * BATCH_LENGTH + length] = high;
    this.lengths[batch] = length + 1;
    if (length + 1 === BATCH_LENGTH) this.flush(batch);
  }

  /** Passes on everything collected so far. */
  flushAll(): void {
    for (let batch = 0; batch < BATCHES; batch++) this.flush(batch);
  }

  private flush(batch: number): void {
    const start = batch * BATCH_LENGTH;
    const end = start + this.lengths[batch]!;
    this.lengths[batch] = 0;
    for (let i = start; i < end; i++) this.take(this.lows[i]!, this.highs[i]!);
  }
}
