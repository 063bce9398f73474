import { MD5_LENGTH } from '../kernels/multiMd5';
import { SHA256_LENGTH, type CopiedFiles, type RangeColumns } from '../model/copyResult';
import { BATCH_FILES, SMALLEST_SLOT } from './tasks';

/** Bytes reserved for hashes at the end of a slot: enough for as many files and page ranges as a batch can have. */
const LENGTH = 1024 * 1024;

export type BatchHashes = Pick<CopiedFiles, 'sha256' | 'rangeCounts' | 'ranges'>;

/**
 * Where the hashes of a batch lie in its slot. They are exchanged there because messages would be copied twice and
 * fragment the memory. They are valid until the slot is released.
 *
 * @param ranges how many ranges all files have together
 */
export function batchHashesIn({ buffer }: Uint8Array, slot: number, files: number, ranges: number): BatchHashes {
  const start = slot + SMALLEST_SLOT - LENGTH;
  const sha256 = start + 4 * BATCH_FILES;
  const offsets = sha256 + SHA256_LENGTH * BATCH_FILES;
  const lengths = offsets + 8 * ranges;
  const md5s = lengths + 8 * ranges;
  if (md5s + MD5_LENGTH * ranges > start + LENGTH) throw new RangeError(`A batch has no room for ${ranges} ranges.`);
  return {
    rangeCounts: new Uint32Array(buffer, start, files),
    sha256: new Uint8Array(buffer, sha256, SHA256_LENGTH * files),
    ranges: {
      offsets: new Float64Array(buffer, offsets, ranges),
      lengths: new Float64Array(buffer, lengths, ranges),
      md5s: new Uint8Array(buffer, md5s, MD5_LENGTH * ranges),
    },
  };
}

/** Leaves the ranges of all files of a batch in its slot. */
export function leaveRanges(
  { offsets, lengths, md5s }: RangeColumns,
  bytes: Uint8Array,
  slot: number,
  files: number,
): void {
  const { ranges } = batchHashesIn(bytes, slot, files, lengths.length);
  ranges.offsets.set(offsets);
  ranges.lengths.set(lengths);
  ranges.md5s.set(md5s);
}

/** A copy of the hashes that outlives their slot. */
export function keptHashes({ sha256, rangeCounts, ranges: { offsets, lengths, md5s } }: BatchHashes): BatchHashes {
  return {
    sha256: sha256.slice(),
    rangeCounts: rangeCounts.slice(),
    ranges: { offsets: offsets.slice(), lengths: lengths.slice(), md5s: md5s.slice() },
  };
}
