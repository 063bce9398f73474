import { FingerprintSet } from './fingerprintSet';
import type { Fingerprint, KeyFingerprint } from './keyFingerprint';

/** A part of all keys, told by their fingerprints: the `index`-th of `count`. */
export interface Partition {
  readonly index: number;
  readonly count: number;
}

/** True where a fingerprint with this upper half belongs to the partition. */
export function isIn({ index, count }: Partition, high: number): boolean {
  return count === 1 || (high >>> 20) % count === index;
}

/** So many keys are held at once; what has more is read several times, one part of the keys each time. */
export const KEYS_AT_ONCE = 5_500_000;

/**
 * Finds the keys that more than one row has, and the directories that hold the source of another row, in bounded
 * memory and whatever the order of the rows. It may name a few that are none: fingerprints are compared, not keys.
 */
export class RepeatedKeys {
  /** Fingerprints of the keys that were found. */
  readonly found: FingerprintSet;
  /** True where there is a directory among them. */
  hasDirectories = false;
  private readonly keys: FingerprintSet;
  private readonly ancestors: FingerprintSet;
  private readonly previous: Fingerprint = { low: 0, high: 0 };

  constructor(
    readonly partition: Partition,
    limit = KEYS_AT_ONCE,
  ) {
    this.found = new FingerprintSet(limit);
    this.keys = new FingerprintSet(limit);
    this.ancestors = new FingerprintSet(limit);
  }

  /** True where a set is full, so that keys may be missing: smaller partitions are needed. */
  get overflowed(): boolean {
    return this.keys.overflowed || this.ancestors.overflowed || this.found.overflowed;
  }

  add(row: KeyFingerprint): void {
    this.addKey(row.copy);
    if (row.isDirectory) this.addDirectory(row.directory);
    else if (row.writesOneFile) this.addKey(row.destination);
    this.addAncestors(row);
  }

  private addKey(key: Fingerprint): void {
    if (isIn(this.partition, key.high) && this.keys.add(key.low, key.high)) this.found.add(key.low, key.high);
  }

  private addDirectory(directory: Fingerprint): void {
    if (!isIn(this.partition, directory.high)) return;
    const { low, high } = directory;
    if (this.keys.add(low, high) || this.ancestors.has(low, high)) this.find(low, high);
  }

  private addAncestors({ ancestorLows, ancestorHighs, ancestorCount }: KeyFingerprint): void {
    if (ancestorCount === 0) return;
    const { previous, partition } = this;
    // Neighbouring rows mostly come from one directory.
    if (previous.low === ancestorLows[ancestorCount - 1] && previous.high === ancestorHighs[ancestorCount - 1]) return;
    previous.low = ancestorLows[ancestorCount - 1]!;
    previous.high = ancestorHighs[ancestorCount - 1]!;
    for (let i = ancestorCount - 1; i >= 0; i--) {
      const low = ancestorLows[i]!;
      const high = ancestorHighs[i]!;
      if (!isIn(partition, high)) continue;
      if (!this.ancestors.add(low, high)) {
        if (this.keys.has(low, high)) this.find(low, high);
      } else if (partition.count === 1) return; // What holds a known directory is known.
    }
  }

  private find(low: number, high: number): void {
    this.found.add(low, high);
    this.hasDirectories = true;
  }
}
