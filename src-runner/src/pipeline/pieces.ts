import type { CopyCursor } from '../model/copyResult';
import { NO_DATA, type DriveImage } from './driveImage';
import { BATCH_FILES, BATCH_LENGTH } from './tasks';

/** What a drive's files are divided into: batches of files, and large files, which are copied chunk by chunk. */
export type CopyUnit =
  | { readonly kind: 'files'; readonly first: number; readonly end: number; readonly isRetry: boolean }
  | { readonly kind: 'largeFile'; readonly file: number; readonly firstBlock: number; readonly isRetry: boolean };

/** Where the batch that begins with `first` ends. It has at least one file. */
function batchEnd(image: DriveImage, first: number, limit: number): number {
  let dataStart = NO_DATA;
  let end = first;
  for (; end < Math.min(limit, first + BATCH_FILES); end++) {
    const size = image.contents.fileSize(end);
    if (size > BATCH_LENGTH) break;
    const offset = image.dataOffset(end);
    if (offset === NO_DATA) continue;
    if (dataStart === NO_DATA) dataStart = offset;
    if (offset + Math.ceil(size / image.clusterBytes) * image.clusterBytes - dataStart > BATCH_LENGTH) break;
  }
  return end;
}

/** The pieces of a drive: first the files to retry, one by one, then all from `start` on. */
export function* drivePieces(image: DriveImage, start: CopyCursor, again: Iterable<number>): Generator<CopyUnit, void> {
  const { copiedFileCount } = image.contents;
  const pieceAt = (file: number, limit: number, isRetry: boolean): CopyUnit =>
    image.contents.fileSize(file) > BATCH_LENGTH
      ? { kind: 'largeFile', file, firstBlock: 0, isRetry }
      : { kind: 'files', first: file, end: batchEnd(image, file, limit), isRetry };
  for (const file of again) yield pieceAt(file, file + 1, true);
  let file = start.file;
  if (start.block > 0 && file < copiedFileCount) {
    yield { kind: 'largeFile', file, firstBlock: start.block, isRetry: false };
    file++;
  }
  while (file < copiedFileCount) {
    const piece = pieceAt(file, copiedFileCount, false);
    yield piece;
    file = piece.kind === 'files' ? piece.end : file + 1;
  }
}
