import { isSystemEntry } from '../../volume/ntfs/read/ntfsVolume';
import type { NtfsVolume } from '../../volume/ntfs/read/ntfsVolume';
import type { NtfsEntry } from '../../volume/ntfs/read/directoryReader';

interface OpenListing {
  readonly directory: number;
  readonly entries: Iterator<NtfsEntry, void>;
  /** How many entries it has returned. */
  position: number;
}

/**
 * Returns the entries of a directory page by page. If pages are requested in sequence, each entry is read only once.
 */
export class DirectoryCursor {
  private listing: OpenListing | undefined;

  page(
    volume: NtfsVolume,
    directory: number,
    start: number,
    count: number,
  ): { readonly entries: NtfsEntry[]; readonly hasMore: boolean } {
    const listing =
      this.listing?.directory === directory && this.listing.position === start
        ? this.listing
        : opened(volume, directory, start);
    const entries: NtfsEntry[] = [];
    let isDone = false;
    while (entries.length < count && !isDone) {
      const next = listing.entries.next();
      if (next.done) isDone = true;
      else entries.push(next.value);
    }
    listing.position += entries.length;
    this.listing = isDone ? undefined : listing;
    return { entries, hasMore: !isDone };
  }
}

function opened(volume: NtfsVolume, directory: number, start: number): OpenListing {
  const entries = own(volume, directory);
  let position = 0;
  while (position < start && !entries.next().done) position++;
  return { directory, entries, position };
}

function* own(volume: NtfsVolume, directory: number): Generator<NtfsEntry, void> {
  for (const entry of volume.list(directory)) if (!isSystemEntry(entry)) yield entry;
}
