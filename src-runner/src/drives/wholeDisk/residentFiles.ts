import { residentContent } from '../../volume/ntfs/check/comparedMetadata';
import type { NtfsLayout } from '../../volume/ntfs/layout';
import { RECORD_BYTES } from '../../volume/ntfs/ntfsFormat';
import type { MasterFileTable } from '../../volume/ntfs/read/masterFileTable';

/** How many records are read at once. */
const BATCH = 1024;
const NOTHING = new Uint8Array();

/** A file whose content lies in its record. */
export interface ResidentFile {
  readonly file: number;
  /** As it lies on the drive; empty if the record holds none. Valid until the next file is requested. */
  readonly content: Uint8Array;
}

/**
 * Among the first `fileCount` files, in order, those without clusters for which `isWanted` returns true. Yields
 * undefined after many records so that the caller can do something else.
 *
 * @throws DriveReadError
 */
export function* residentFiles(
  mft: MasterFileTable,
  layout: NtfsLayout,
  fileCount: number,
  isWanted: (file: number) => boolean,
): Generator<ResidentFile | undefined> {
  const { fileCluster, firstFileRecord } = layout;
  const buffer = new Uint8Array(BATCH * RECORD_BYTES);
  for (let first = 0; first < fileCount; first += BATCH) {
    const end = Math.min(first + BATCH, fileCount);
    let isRead = false;
    for (let file = first; file < end; file++) {
      if (fileCluster[file] !== 0 || !isWanted(file)) continue;
      if (!isRead) mft.readRecords(firstFileRecord + first, buffer.subarray(0, (end - first) * RECORD_BYTES));
      isRead = true;
      const at = (file - first) * RECORD_BYTES;
      yield {
        file,
        content: residentContent(buffer.subarray(at, at + RECORD_BYTES), firstFileRecord + file) ?? NOTHING,
      };
    }
    yield undefined;
  }
}
