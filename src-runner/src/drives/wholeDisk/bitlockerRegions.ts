import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import { bitlockerBootSector, RELOCATED_HEADER_LENGTH } from '../../volume/bitlocker/createBitlockerVolume';
import { METADATA_LENGTH } from '../../volume/bitlocker/fveMetadata';
import type { LockedVolume, UnlockedVolume } from '../../volume/bitlocker/lockedVolume';
import { readBytes } from '../../volume/byteSource';
import type { ByteSource } from '../../volume/byteSource';
import type { VolumeProblem } from '../../volume/ntfs/check/volumeProblem';

/**
 * Finds what is wrong with BitLocker's own bytes, which no file system covers: the first sectors, and all three copies
 * of the metadata.
 *
 * @param raw the volume as stored on the medium
 * @throws DriveReadError
 */
export function* checkBitlockerRegions(
  raw: ByteSource,
  { header }: LockedVolume,
  { volume, copies }: UnlockedVolume,
): Generator<VolumeProblem> {
  for (const { offset, fault } of copies)
    if (fault !== undefined)
      yield {
        offset,
        message: sentence`The copy of BitLocker's metadata at byte ${offset} of the volume is damaged. ${fault}`,
      };
  const beginning = readBytes(raw, 0, RELOCATED_HEADER_LENGTH);
  const expected = Buffer.alloc(RELOCATED_HEADER_LENGTH);
  expected.set(bitlockerBootSector(readBytes(volume, 0, SECTOR_LENGTH), header.metadataOffsets));
  const at = differenceOf(beginning, expected);
  if (at !== undefined)
    yield {
      offset: at,
      message: sentence`BitLocker's first sectors do not match what was written: byte ${at} of the volume differs.`,
    };
  yield* differingCopies(
    raw,
    copies.filter(({ fault }) => fault === undefined).map(({ offset }) => offset),
  );
}

/** Intact copies are identical. If one differs from the other two, it is damaged. */
function* differingCopies(raw: ByteSource, offsets: readonly number[]): Generator<VolumeProblem> {
  const blocks = offsets.map((offset) => readBytes(raw, offset, METADATA_LENGTH));
  const isOdd = blocks.map((block, index) =>
    blocks.every((other, otherIndex) => otherIndex === index || differenceOf(block, other) !== undefined),
  );
  const areAllOdd = isOdd.every((odd) => odd);
  for (const [index, offset] of offsets.entries()) {
    if (blocks.length < 2 || !isOdd[index]) continue;
    const other = blocks.find((_, otherIndex) => otherIndex !== index && (areAllOdd || !isOdd[otherIndex]))!;
    const at = offset + differenceOf(blocks[index]!, other)!;
    yield {
      offset: at,
      message: sentence`The copy of BitLocker's metadata at byte ${offset} of the volume differs from the other copies at byte ${at}.`,
    };
  }
}

function differenceOf(found: Uint8Array, expected: Uint8Array): number | undefined {
  if (Buffer.compare(found, expected) === 0) return undefined;
  return found.findIndex((byte, index) => byte !== expected[index]);
}
