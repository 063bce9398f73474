import { BitSieve } from './bitSieve';
import { FingerprintSet } from '../text/fingerprintSet';
import type { Fingerprints } from '../text/fingerprintSet';
import { KeyBatches } from './keyBatches';
import type { Fingerprint, KeyFingerprint } from '../dataset/keyFingerprint';

/** A part of all keys, selected by fingerprint: number `index` of `count`. */
export interface Partition {
  readonly index: number;
  readonly count: number;
}

export const allKeys: Partition = { index: 0, count: 1 };

/** True where a fingerprint with this upper half belongs to the partition. */
export function isIn({ index, count }: Partition, high: number): boolean {
  return count === 1 || (high >>> 20) % count === index;
}

/** How many fingerprints are kept at once; they take 32 MiB. */
export const KEYS_AT_ONCE = 2_900_000;

/** The sizes of the sieves for files with more keys than that, in bits: 32 MiB and 8 MiB. */
const SIEVE_BITS = 2 ** 28;
const ANCESTOR_SIEVE_BITS = 2 ** 26;

/** Which keys are looked at, and how many there may be. */
export interface KeySelection {
  readonly partition: Partition;
  /** Only keys with these fingerprints. */
  readonly among: FingerprintSet | undefined;
  /** Roughly how many there are. */
  readonly expected: number;
  readonly limit: number;
}

/** The keys that several rows share, and the directories that contain another row's source. */
export interface Repetitions {
  readonly partition: Partition;
  readonly found: FingerprintSet;
  /** True where it includes a directory. */
  readonly hasDirectories: boolean;
  /** False where a few percent of the keys are not actually repeated. */
  readonly isExact: boolean;
  /** True where a set was full, so that keys may be missing. */
  readonly overflowed: boolean;
}

/**
 * Finds the keys that several rows share, and the directories that contain another row's source, in bounded memory and
 * for rows in any order. It misses none but may include others, because it compares fingerprints instead of keys.
 */
export class RepeatedKeys {
  private readonly found: FingerprintSet;
  private hasDirectories = false;
  private readonly previous: Fingerprint = { low: 0, high: 0 };
  private readonly keys: Fingerprints;
  private readonly ancestors: Fingerprints;
  /** Keys that have not been looked up yet. */
  private readonly plain: KeyBatches;
  private readonly directories: KeyBatches;
  /** True where a known directory implies that all directories above it are known as well. */
  private readonly isComplete: boolean;

  private constructor(
    private readonly selection: KeySelection,
    private readonly isSieve: boolean,
  ) {
    const { expected, limit, partition, among } = selection;
    this.found = new FingerprintSet(limit);
    this.keys = isSieve ? new BitSieve(SIEVE_BITS) : new FingerprintSet(limit, expected);
    this.ancestors = isSieve ? new BitSieve(ANCESTOR_SIEVE_BITS) : new FingerprintSet(limit);
    this.isComplete = !isSieve && partition.count === 1 && !among;
    this.plain = new KeyBatches(this.keys, (low, high) => {
      if (this.keys.add(low, high)) this.found.add(low, high);
    });
    this.directories = new KeyBatches(this.keys, (low, high) => {
      const repeated = this.keys.add(low, high);
      if (repeated || this.ancestors.has(low, high)) this.findDirectory(low, high);
    });
  }

  /** Finds the repeated keys of a selection, most likely without false ones. */
  static exact(selection: KeySelection): RepeatedKeys {
    return new RepeatedKeys(selection, false);
  }

  /** Finds candidates for repeated keys among any number of keys; a few percent of them are not repeated. */
  static sieve(limit: number): RepeatedKeys {
    return new RepeatedKeys({ partition: allKeys, among: undefined, expected: 0, limit }, true);
  }

  add(row: KeyFingerprint): void {
    this.addKey(row.copy);
    if (row.isDirectory) this.addDirectory(row.directory);
    else if (row.writesOneFile) this.addKey(row.destination);
    this.addAncestors(row);
  }

  /** Called after all rows have been added. The result is much smaller than this object. */
  finish(): Repetitions {
    this.plain.flushAll();
    this.directories.flushAll();
    const { keys, ancestors, found, hasDirectories } = this;
    return {
      partition: this.selection.partition,
      found,
      hasDirectories,
      isExact: !this.isSieve,
      overflowed: keys.overflowed || ancestors.overflowed || found.overflowed,
    };
  }

  private isSelected(low: number, high: number): boolean {
    const { partition, among } = this.selection;
    return isIn(partition, high) && (among === undefined || among.has(low, high));
  }

  private addKey({ low, high }: Fingerprint): void {
    if (this.isSelected(low, high)) this.plain.add(low, high);
  }

  private addDirectory({ low, high }: Fingerprint): void {
    if (this.isSelected(low, high)) this.directories.add(low, high);
  }

  private addAncestors({ ancestorLows, ancestorHighs, ancestorCount }: KeyFingerprint): void {
    if (ancestorCount === 0) return;
    const { previous, isSieve } = this;
    const innermost = ancestorCount - 1;
    // Neighboring rows are mostly in the same directory.
    if (previous.low === ancestorLows[innermost] && previous.high === ancestorHighs[innermost]) return;
    previous.low = ancestorLows[innermost]!;
    previous.high = ancestorHighs[innermost]!;
    for (let i = innermost; i >= 0; i--) {
      const low = ancestorLows[i]!;
      const high = ancestorHighs[i]!;
      if (!this.isSelected(low, high)) continue;
      const isKnown = this.ancestors.add(low, high);
      // A sieve may have matched another directory. One that is still held back finds its descendants here as well.
      if ((!isKnown || isSieve) && this.keys.has(low, high)) this.findDirectory(low, high);
      if (isKnown && this.isComplete) return;
    }
  }

  private findDirectory(low: number, high: number): void {
    this.found.add(low, high);
    this.hasDirectories = true;
  }
}
