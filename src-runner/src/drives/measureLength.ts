import { SECTOR_LENGTH } from '#core/limits/limits';

/** One zebibyte: no drive is larger, and twice that many bytes is still an exact number. */
const MOST_SECTORS = 2 ** 43;

/**
 * The length in bytes of a device that can only be probed by reads: searches for the first unreadable sector, by
 * doubling and then by bisection.
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
