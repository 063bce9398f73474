import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../../language/sentence';
import { DriveFormatError, readBytes, type ByteSource } from '../../byteSource';
import { NameCollisionError } from '../entryOrder';
import { bitmapBytes, clustersOf, isLargeBitmap, type NtfsLayout } from '../layout';
import { alignUp, INDEX_BLOCK_BYTES } from '../ntfsFormat';
import type { VolumeTree } from '../volumeTree';
import { ClusterMap } from './clusterMap';
import { comparedMetadata } from './comparedMetadata';
import { readTree, type ReadTree } from './readTree';
import { directoryPath, filePath, systemExtents, type OwnedExtent } from './volumePlaces';
import type { VolumeProblem } from './volumeProblem';

const BITMAP_CHUNK = 1024 * 1024;
/** Files between two pauses for other work. */
const STEP = 1024;

/** All used clusters with their owners; an owner's path is made on demand. */
function* usedExtents(tree: VolumeTree, layout: NtfsLayout): Generator<OwnedExtent & { readonly path?: () => string }> {
  const { clusterBytes, clusterCount } = layout;
  const index = sentence`The directory's index`;
  const content = sentence`The content`;
  for (const extent of systemExtents(layout)) if (extent.first < clusterCount) yield extent;
  for (let directory = 0; directory < tree.directoryCount; directory++) {
    const blocks = layout.indexBlocks[directory]!;
    if (blocks === 0) continue;
    const count =
      clustersOf(blocks * INDEX_BLOCK_BYTES, clusterBytes) +
      (isLargeBitmap(blocks) ? clustersOf(bitmapBytes(blocks), clusterBytes) : 0);
    yield { first: layout.indexCluster[directory]!, count, owner: index, path: () => directoryPath(tree, directory) };
  }
  for (let file = 0; file < tree.fileCount; file++) {
    const first = layout.fileCluster[file]!;
    if (first > 0)
      yield {
        first,
        count: clustersOf(tree.fileSize(file), clusterBytes),
        owner: content,
        path: () => filePath(tree, file),
      };
  }
}

function* checkClusters(source: ByteSource, { tree, layout }: ReadTree): Generator<VolumeProblem | undefined> {
  const map = new ClusterMap();
  let count = 0;
  for (const { owner, path, ...extent } of usedExtents(tree, layout)) {
    if (++count % STEP === 0) yield undefined;
    if (map.add(extent)) continue;
    yield {
      ...(path && { path: path() }),
      offset: extent.first * layout.clusterBytes,
      message: sentence`${owner} is in clusters that belong to something else.`,
    };
  }
  const { extents, clusterBytes, clusterCount } = layout;
  const length = bitmapBytes(clusterCount);
  const start = extents.bitmap.first * clusterBytes;
  for (let at = 0; at < length; at += BITMAP_CHUNK) {
    yield undefined;
    const found = readBytes(source, start + at, Math.min(BITMAP_CHUNK, length - at));
    const expected = map.bitmap(at * 8, found.length * 8, clusterCount);
    if (Buffer.compare(found, expected) === 0) continue;
    const byte = found.findIndex((value, index) => value !== expected[index]);
    const cluster = (at + byte) * 8;
    yield {
      offset: start + at + byte,
      message: sentence`$Bitmap and the files disagree about which of the clusters from ${cluster} to ${cluster + 7} are used.`,
    };
  }
  const slack = readBytes(source, start + length, extents.bitmap.count * clusterBytes - length);
  if (slack.some((byte) => byte !== 0))
    yield { offset: start + length, message: sentence`There is unexpected data after the end of $Bitmap.` };
}

/** The slack of each file's last cluster. */
function* checkSlack(source: ByteSource, { tree, layout }: ReadTree): Generator<VolumeProblem | undefined> {
  const { clusterBytes, fileCluster } = layout;
  const cluster = new Uint8Array(clusterBytes);
  const zeros = new Uint8Array(clusterBytes);
  for (let file = 0; file < tree.fileCount; file++) {
    if (file % STEP === 0) yield undefined;
    const size = tree.fileSize(file);
    const end = alignUp(size, clusterBytes);
    if (fileCluster[file] === 0 || size === end) continue;
    const from = size - (size % SECTOR_LENGTH);
    const bytes = cluster.subarray(0, end - from);
    source.read(fileCluster[file]! * clusterBytes + from, bytes);
    if (Buffer.compare(bytes.subarray(size - from), zeros.subarray(0, end - size)) !== 0) {
      yield {
        path: filePath(tree, file),
        offset: fileCluster[file]! * clusterBytes + size,
        message: sentence`There is unexpected data after the end of the content.`,
      };
    }
  }
}

/**
 * Finds everything on a volume of ours that is not as it was written. The volume is read back into a tree and a layout,
 * and the whole file system must equal, byte for byte, what would be written from these: records, indexes, system
 * files, both copies of the first sector. Each cluster must have one owner, the bitmap must agree, and the bytes after
 * the end of a file must be zeros. Data that exists only once is left to the caller: the contents of files, BitLocker's
 * own bytes, and the label.
 *
 * @throws DriveReadError
 */
export function* checkNtfs(source: ByteSource): Generator<VolumeProblem> {
  for (const problem of checkNtfsInSteps(source)) if (problem) yield problem;
}

/**
 * Like `checkNtfs`, but yields undefined between short pieces of work so that the caller can do something else.
 *
 * @returns what the volume holds; undefined if that cannot be determined
 * @throws DriveReadError
 */
export function* checkNtfsInSteps(source: ByteSource): Generator<VolumeProblem | undefined, ReadTree | undefined> {
  let read: ReadTree;
  try {
    read = yield* readTree(source);
  } catch (error) {
    if (error instanceof DriveFormatError || error instanceof NameCollisionError) {
      yield { message: error.message };
      return undefined;
    }
    throw error;
  }
  const { tree, layout, isOmitted } = read;
  yield* comparedMetadata(source, tree, layout, { isOmitted }, layout.extents.bitmap);
  read.forgetTimes();
  yield* checkClusters(source, read);
  yield* checkSlack(source, read);
  return read;
}
