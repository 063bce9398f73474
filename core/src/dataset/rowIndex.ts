import { compareRows } from '../csv/csvChunk';
import type { PlacedRow } from '../csv/csvChunk';
import { FingerprintMap } from './fingerprintMap';
import type { Fingerprint } from './keyFingerprint';

/** Rows that share a key. The first in the file represents the group. */
export class RowGroup<R extends PlacedRow> {
  private readonly others = new Set<R>();

  constructor(public first: R) {}

  get size(): number {
    return 1 + this.others.size;
  }

  /**
   * Adds a row. `follows` is called for each row that newly comes after the first, `leads` for a row that becomes the
   * first.
   */
  add(row: R, follows: (row: R) => void, leads: (row: R) => void): void {
    if (compareRows(row, this.first) < 0) {
      this.others.add(this.first);
      follows(this.first);
      this.first = row;
      leads(row);
    } else {
      this.others.add(row);
      follows(row);
    }
  }

  /** Removes one of at least two rows. Removing the first costs a pass over the group. */
  remove(row: R, leads: (row: R) => void): void {
    if (row !== this.first) {
      this.others.delete(row);
      return;
    }
    let next: R | undefined;
    for (const other of this.others) if (!next || compareRows(other, next) < 0) next = other;
    this.others.delete(next!);
    this.first = next!;
    leads(this.first);
  }
}

/**
 * Rows by the fingerprint of a key. `mark` is called when a row begins or ceases to follow another with the same key.
 */
export class RowIndex<R extends PlacedRow> {
  private readonly entries: FingerprintMap<R | RowGroup<R>>;

  /** `expected`: roughly how many keys there will be. */
  constructor(
    private readonly mark: (row: R, follows: boolean) => void,
    expected: number,
  ) {
    this.entries = new FingerprintMap(expected);
  }

  /** The first row with the key. */
  first({ low, high }: Fingerprint): R | undefined {
    const entry = this.entries.get(low, high);
    return entry instanceof RowGroup ? entry.first : entry;
  }

  /** Returns the row that alone had the key before, or the group that has it, or `undefined` where none had it. */
  add(key: Fingerprint, row: R): R | RowGroup<R> | undefined {
    const entry = this.entries.add(key, row);
    if (entry === undefined) return undefined;
    let group = entry;
    if (!(group instanceof RowGroup)) {
      group = new RowGroup<R>(group);
      this.entries.set(key, group);
    }
    group.add(row, this.follows, this.leads);
    return entry;
  }

  /** Returns the row that alone has the key now, or the group that has it, or `undefined` where none is left. */
  remove(key: Fingerprint, row: R): R | RowGroup<R> | undefined {
    const { low, high } = key;
    const entry = this.entries.get(low, high);
    if (!(entry instanceof RowGroup)) {
      this.entries.delete(low, high);
      return undefined;
    }
    entry.remove(row, this.leads);
    if (entry.size > 1) return entry;
    this.entries.set(key, entry.first);
    return entry.first;
  }

  private readonly follows = (row: R): void => {
    this.mark(row, true);
  };

  private readonly leads = (row: R): void => {
    this.mark(row, false);
  };
}
