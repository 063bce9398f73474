import type { Extent } from '../layout';

/** Which clusters are used, as ranges. Cheap if they are added in ascending order with few gaps, as on our volumes. */
export class ClusterMap {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /** Returns false if some of the clusters were used before. */
  add({ first, count }: Extent): boolean {
    if (count === 0) return true;
    const end = first + count;
    const at = this.rangesUntil(first);
    const overlaps = (at > 0 && this.ends[at - 1]! > first) || (at < this.starts.length && this.starts[at]! < end);
    if (overlaps) return false;
    const touchesBefore = at > 0 && this.ends[at - 1] === first;
    const touchesAfter = this.starts[at] === end;
    if (touchesBefore && touchesAfter) {
      this.ends[at - 1] = this.ends[at]!;
      this.starts.splice(at, 1);
      this.ends.splice(at, 1);
    } else if (touchesBefore) this.ends[at - 1] = end;
    else if (touchesAfter) this.starts[at] = first;
    else {
      this.starts.splice(at, 0, first);
      this.ends.splice(at, 0, end);
    }
    return true;
  }

  /** The bits of the clusters from `first` on. Bits from `count` on are set, as they belong to no cluster. */
  bitmap(first: number, bits: number, count: number): Uint8Array {
    const bytes = new Uint8Array(bits / 8);
    const set = (from: number, to: number): void => {
      for (let bit = from; bit < to; bit++) {
        if (bit % 8 === 0 && bit + 8 <= to) {
          const whole = (to - bit) >> 3;
          bytes.fill(0xff, bit >> 3, (bit >> 3) + whole);
          bit += whole * 8 - 1;
        } else bytes[bit >> 3]! |= 1 << (bit % 8);
      }
    };
    const end = first + bits;
    for (let at = Math.max(0, this.rangesUntil(first) - 1); at < this.starts.length && this.starts[at]! < end; at++) {
      set(Math.max(0, this.starts[at]! - first), Math.min(end, this.ends[at]!) - first);
    }
    set(Math.max(0, count - first), bits);
    return bytes;
  }

  /** The number of ranges that begin at or before `cluster`. */
  private rangesUntil(cluster: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= cluster) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
