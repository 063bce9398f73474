import { FingerprintNumbers } from './fingerprintNumbers';
import type { Fingerprint } from './keyFingerprint';

/** Values by 64-bit fingerprint. Two keys with one fingerprint would be taken for one. */
export class FingerprintMap<V> {
  private readonly positions: FingerprintNumbers;
  private readonly values: (V | undefined)[] = [];
  /** Positions in `values` that deleted entries have left. */
  private readonly vacant: number[] = [];

  /** `expected`: about how many keys there will be; with more the map grows. */
  constructor(expected = 0) {
    this.positions = new FingerprintNumbers(expected);
  }

  get(low: number, high: number): V | undefined {
    const position = this.positions.get(low, high);
    return position === undefined ? undefined : this.values[position];
  }

  set(key: Fingerprint, value: V): void {
    const position = this.place(key, value);
    if (position !== undefined) this.values[position] = value;
  }

  /** Adds the value where the key has none yet; otherwise returns the one that it has. */
  add(key: Fingerprint, value: V): V | undefined {
    const position = this.place(key, value);
    return position === undefined ? undefined : this.values[position];
  }

  delete(low: number, high: number): void {
    const position = this.positions.delete(low, high);
    if (position === undefined) return;
    this.values[position] = undefined;
    this.vacant.push(position);
  }

  /** Gives the value a place where the key has none yet; otherwise returns the place that it has. */
  private place({ low, high }: Fingerprint, value: V): number | undefined {
    const free = this.vacant.at(-1) ?? this.values.length;
    const position = this.positions.add(low, high, free);
    if (position !== undefined) return position;
    this.vacant.pop();
    this.values[free] = value;
    return undefined;
  }
}
