import { SECTOR_LENGTH } from '#core/limits/limits';

/** A zebibyte: no drive is larger, and twice as much is still a number of bytes that is exact. */
const MOST_SECTORS = 2 ** 43;

/**
 * Bytes of a device of which nothing is known but whether a read works: the first sector that cannot be read is searched by
 * doubling, then by halving.
 *
 * @param canRead whether `length` bytes can be read at `offset`
 */
export function measureLength(canRead: (offset: number, length: number) => boolean): number {
  const hasSector = (sector: number) => canRead(sector * SECTOR_LENGTH, SECTOR_LENGTH);
  let sectors = 0;
  let beyond = 1;
  while (beyond < MOST_SECTORS && hasSector(beyond - 1)) {
    sectors = beyond;
    beyond *= 2;
  }
  while (beyond - sectors > 1) {
    const middle = Math.floor((sectors + beyond) / 2);
    if (hasSector(middle - 1)) sectors = middle;
    else beyond = middle;
  }
  return sectors * SECTOR_LENGTH;
}
