import type { ChecksumFilter } from '#core/jrm/checksumTree/checksumFilter';
import type { ChecksumTree, FolderListing } from '#core/jrm/checksumTree/checksumTree';
import type { Steps } from '#core/work/steps';
import type { JrmBlock, JrmChildren } from '../protocol/jrm';

/** How many entries of a folder are returned at once; a folder with more is divided into blocks of this size. */
const BLOCK_LENGTH = 2000;

/** Returns the entries of a folder, or one block of them. */
export function* childrenOf(
  tree: ChecksumTree,
  folder: number,
  start: number | undefined,
  count: number | undefined,
  filter: ChecksumFilter | undefined,
): Steps<JrmChildren> {
  const listing = yield* tree.list(folder, filter);
  const { length: total } = listing;
  if (start === undefined && total > BLOCK_LENGTH) return { total, entries: [], blocks: blocksOf(listing) };
  return { total, entries: listing.entries(Math.max(0, start ?? 0), Math.min(count ?? BLOCK_LENGTH, BLOCK_LENGTH)) };
}

function blocksOf(listing: FolderListing): JrmBlock[] {
  return Array.from({ length: Math.ceil(listing.length / BLOCK_LENGTH) }, (_, block) => {
    const start = block * BLOCK_LENGTH;
    const count = Math.min(BLOCK_LENGTH, listing.length - start);
    return { start, count, first: listing.entry(start).name, last: listing.entry(start + count - 1).name };
  });
}
