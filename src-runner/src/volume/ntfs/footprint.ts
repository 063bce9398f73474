import { FIRST_ENTRY } from './indexTree';
import { bitmapBytes, clusterCountOf, clustersOf, isLargeBitmap, isResident, mirroredRecords, SPARE_RECORDS, systemLengths } from './layout';
import { alignUp, FIRST_FREE_RECORD, INDEX_BLOCK_BYTES, INDEX_END, indexEntryLength, RECORD_BYTES, rootCapacity } from './ntfsFormat';
import { rootNames } from './systemNames';

/**
 * What a plan needs to know of a volume that is not laid out yet. The sum of `volumeFootprint`, a `fileFootprint` for each file
 * and a `directoryFootprint` for each directory, the root's included, is never less than what `layoutNtfs` comes to, and hardly
 * more. All in bytes.
 */

/** A record, and its bit in the bitmap of records. */
const RECORD = RECORD_BYTES + 1 / 8;
const POINTER = 8;

/** The names of a directory, files and directories alike. */
export interface DirectoryNames {
  /** The length of the directory's own name in UTF-16 units. */
  readonly nameLength: number;
  /** The sum of `indexEntryLength` of all names; the root's begins with `rootEntryBytes`. */
  readonly entryBytes: number;
  /** The length of the longest name in UTF-16 units. */
  readonly longestName: number;
}

/** What the file system's own names take in the root. */
export const rootEntryBytes = rootNames.reduce((sum, name) => sum + indexEntryLength(name.length), 0);
const longestRootName = Math.max(...rootNames.map((name) => name.length));

/** A file but for its name's share of its directory's index. Exact. */
export function fileFootprint(nameLength: number, size: number, clusterBytes: number): number {
  return RECORD + (isResident(nameLength, size) ? 0 : alignUp(size, clusterBytes));
}

/**
 * The most blocks that an index can take. A node is closed when the next entry does not fit: but for the last one of a level,
 * no node is emptier than by the longest entry, and each closed one sends one entry up.
 */
function mostBlocks(entryBytes: number, longestName: number): number {
  const entry = indexEntryLength(longestName);
  const capacity = INDEX_BLOCK_BYTES - FIRST_ENTRY - INDEX_END;
  if (entryBytes <= capacity) return 1;
  let closed = Math.floor(entryBytes / (capacity - entry));
  let blocks = closed + 1;
  while (closed > 0) {
    closed = Math.floor((closed * (entry + POINTER)) / (capacity - entry - 2 * POINTER));
    blocks += closed + 1;
  }
  return blocks;
}

/** A directory: its record and its index. */
export function directoryFootprint({ nameLength, entryBytes, longestName }: DirectoryNames, clusterBytes: number): number {
  if (entryBytes <= rootCapacity(nameLength)) return RECORD;
  const blocks = mostBlocks(entryBytes, Math.max(longestName, longestRootName));
  const bitmap = isLargeBitmap(blocks) ? alignUp(bitmapBytes(blocks), clusterBytes) : 0;
  return RECORD + alignUp(blocks * INDEX_BLOCK_BYTES, clusterBytes) + bitmap;
}

/** What a volume of this length takes when nothing is on it. */
export function volumeFootprint(volumeBytes: number, clusterBytes: number): number {
  const firstRecord = Math.max(FIRST_FREE_RECORD, mirroredRecords(clusterBytes));
  const fewestRecords = alignUp(firstRecord + SPARE_RECORDS, Math.max(8, clusterBytes / RECORD_BYTES));
  const { bitlockerMetadata, ...lengths } = systemLengths(clusterBytes, clusterCountOf(volumeBytes, clusterBytes), fewestRecords);
  const clusters = Object.values(lengths).reduce((sum, length) => sum + clustersOf(length, clusterBytes), 3 * clustersOf(bitlockerMetadata, clusterBytes));
  // The MFT and its bitmap grow in whole clusters.
  return (clusters + 1) * clusterBytes + Math.max(8 * RECORD_BYTES, clusterBytes);
}
