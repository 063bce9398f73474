import { FingerprintNumbers } from './fingerprintNumbers';
import type { Fingerprint } from './keyFingerprint';

/** A map keyed by 64-bit fingerprints. Two keys with the same fingerprint would be confused. */
export class FingerprintMap<V> {
  private readonly positions: FingerprintNumbers;
  private readonly values: (V | undefined)[] = [];
  /** Positions in `values` freed by deleted entries. */
  private readonly vacant: number[] = [];

  /** `expected`: roughly how many keys there will be; the map grows if there are more. */
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

  /** Adds the value if the key has none yet; otherwise returns the existing one. */
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

  /** Reserves a place for the value if the key has none yet; otherwise returns the existing place. */
  private place({ low, high }: Fingerprint, value: V): number | undefined {
    const free = this.vacant.at(-1) ?? this.values.length;
    const position = this.positions.add(low, high, free);
    if (position !== undefined) return position;
    this.vacant.pop();
    this.values[free] = value;
    return undefined;
  }
}
