import type { Kernels } from '../kernels/kernels';
import { createMultiMd5, MD5_LENGTH, type MultiMd5 } from '../kernels/multiMd5';
import { BLOCK_LENGTH, HOLE_UNIT, type RangeColumns } from '../model/copyResult';

/** Collects blocks and page ranges in the kernels' memory and hashes them together. */
export class RangeHasher {
  private readonly md5: MultiMd5;
  private addresses: number[] = [];
  private offsets: number[] = [];
  private lengths: number[] = [];

  constructor(private readonly kernels: Kernels) {
    this.md5 = createMultiMd5(kernels);
  }

  /**
   * Adds the ranges of a part of a file that begins at a multiple of `BLOCK_LENGTH`.
   *
   * @param address Where the part lies in memory.
   * @param offset Where the part begins in its file.
   * @returns How many ranges it has.
   */
  add(address: number, offset: number, length: number, isPageBlob: boolean): number {
    const before = this.lengths.length;
    for (let start = 0; start < length; start += BLOCK_LENGTH) {
      const end = Math.min(start + BLOCK_LENGTH, length);
      if (isPageBlob) this.addPages(address, offset, start, end);
      else this.push(address, offset, start, end);
    }
    return this.lengths.length - before;
  }

  /** Forgets the ranges added by work that was abandoned. */
  reset(): void {
    this.addresses = [];
    this.offsets = [];
    this.lengths = [];
  }

  /** Hashes the added ranges and starts over. */
  finish(): RangeColumns {
    const count = this.lengths.length;
    const md5s = new Uint8Array(MD5_LENGTH * count);
    this.md5.digest(this.addresses, this.lengths, count, md5s);
    const columns = { offsets: Float64Array.from(this.offsets), lengths: Float64Array.from(this.lengths), md5s };
    this.reset();
    return columns;
  }

  private addPages(address: number, offset: number, start: number, end: number): void {
    let rangeStart = start;
    for (let unit = start; unit < end; unit += HOLE_UNIT) {
      const unitEnd = Math.min(unit + HOLE_UNIT, end);
      if (!this.kernels.isZero(address + unit, address + unitEnd)) continue;
      if (unit > rangeStart) this.push(address, offset, rangeStart, unit);
      rangeStart = unitEnd;
    }
    if (end > rangeStart) this.push(address, offset, rangeStart, end);
  }

  private push(address: number, offset: number, start: number, end: number): void {
    this.addresses.push(address + start);
    this.offsets.push(offset + start);
    this.lengths.push(end - start);
  }
}
