import { SECTOR_LENGTH } from '#core/limits/limits';

/** The number at the end of each sector of our records, which are written only once. */
const USED = 1;

/**
 * Protects a record of whole sectors against torn writes, as NTFS requires: the last two bytes of each sector move into
 * an array in the record, and a number takes their place.
 */
export function protectSectors(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  length: number,
  arrayOffset: number,
): void {
  const count = length / SECTOR_LENGTH;
  view.setUint16(at + 4, arrayOffset, true);
  view.setUint16(at + 6, count + 1, true);
  view.setUint16(at + arrayOffset, USED, true);
  for (let sector = 1; sector <= count; sector++) {
    const end = at + sector * SECTOR_LENGTH - 2;
    const saved = at + arrayOffset + 2 * sector;
    bytes[saved] = bytes[end]!;
    bytes[saved + 1] = bytes[end + 1]!;
    view.setUint16(end, USED, true);
  }
}

/** Undoes `protectSectors`. Returns false if a sector was not written with the others, or the array does not fit. */
export function restoreSectors(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const arrayOffset = view.getUint16(4, true);
  const count = bytes.length / SECTOR_LENGTH;
  if (view.getUint16(6, true) !== count + 1 || arrayOffset < 8 || arrayOffset + 2 * (count + 1) > SECTOR_LENGTH - 2)
    return false;
  const used = view.getUint16(arrayOffset, true);
  for (let sector = 1; sector <= count; sector++) {
    const end = sector * SECTOR_LENGTH - 2;
    if (view.getUint16(end, true) !== used) return false;
    view.setUint16(end, view.getUint16(arrayOffset + 2 * sector, true), true);
  }
  return true;
}
