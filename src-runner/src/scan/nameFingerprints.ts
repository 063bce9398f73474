import { ntfsUpCase } from '#core/names/ntfsUpCase';

/**
 * Tells whether NTFS may take a name for an earlier one, at eight bytes and a few nanoseconds per name; the keys of a
 * million names in one directory would take a hundred megabytes. Two keys can share a fingerprint, so hits need to be
 * compared.
 */
export class NameFingerprints {
  /** Open addressing; the two halves of a slot are adjacent, and a slot of zeros is empty. */
  private readonly slots: Int32Array;
  private readonly mask: number;

  /** @param count the number of names that will be added */
  constructor(count: number) {
    let capacity = 8;
    while (capacity < 2 * count) capacity *= 2;
    this.slots = new Int32Array(2 * capacity);
    this.mask = capacity - 1;
  }

  /** Adds a name; returns true if its fingerprint was already there. */
  add(name: string): boolean {
    let low = 0x52dce729;
    let high = 0x38b34ae5;
    for (let index = 0; index < name.length; index++) {
      const unit = ntfsUpCase[name.charCodeAt(index)]!;
      low = Math.imul(low ^ unit, 0x85ebca6b);
      low ^= low >>> 15;
      high = Math.imul(high + unit, 0xc2b2ae35) ^ (high >>> 13);
    }
    high = high === 0 ? 1 : high;
    const { slots, mask } = this;
    let slot = (low ^ (low >>> 16)) & mask;
    for (; slots[2 * slot] !== 0; slot = (slot + 1) & mask) {
      if (slots[2 * slot] === high && slots[2 * slot + 1] === low) return true;
    }
    slots[2 * slot] = high;
    slots[2 * slot + 1] = low;
    return false;
  }
}
