import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import { entryName, orderEntries, type EntryOrder } from './entryOrder';
import { IndexTree } from './indexTree';
import {
  alignUp,
  FIRST_FREE_RECORD,
  INDEX_BLOCK_BYTES,
  indexEntryLength,
  LARGEST_CLUSTER_BYTES,
  MOST_CLUSTERS,
  RECORD_BYTES,
  residentCapacity,
  rootCapacity,
  SMALLEST_CLUSTER_BYTES,
} from './ntfsFormat';
import { securityStreamLength } from './securityDescriptors';
import { rootNames } from './systemNames';
import type { VolumeTree } from './volumeTree';

/** Consecutive clusters. */
export interface Extent {
  readonly first: number;
  readonly count: number;
}

export interface NtfsOptions {
  /** A multiple of 512, or `smallest` for what the tree needs plus some free space. */
  readonly volumeBytes: number | 'smallest';
  /** A power of two from 4096 to 65536. Default: 4096, or more if the volume would have too many clusters. */
  readonly clusterBytes?: number;
  /** At most 32 UTF-16 units. */
  readonly label: string;
  /** 64 bits. Windows shows the lower half. */
  readonly serial: bigint;
  /** FILETIME of the system files. */
  readonly created: bigint;
  /** Where the volume begins on its disk, in bytes; recorded in its first sector. */
  readonly partitionOffset: number;
  /** True if the size of the tree's last file is an upper bound and the file is written after everything else. */
  readonly lastFileIsLate: boolean;
}

/** Where the parts of the file system itself lie. */
export interface SystemExtents {
  readonly boot: Extent;
  readonly mftMirror: Extent;
  readonly logFile: Extent;
  readonly attributeDefinitions: Extent;
  readonly bitmap: Extent;
  readonly upCase: Extent;
  readonly securityDescriptors: Extent;
  readonly mftBitmap: Extent;
  readonly systemVolumeInformation: Extent;
  readonly mft: Extent;
  /** The three copies of BitLocker's metadata, and the new place of the volume's first sectors. */
  readonly bitlockerMetadata: readonly [Extent, Extent, Extent];
  readonly relocatedHeader: Extent;
}

/** Where everything on a volume lies: plain data for structured clones, with columns in shared memory. */
export interface NtfsLayout extends EntryOrder {
  readonly options: NtfsOptions;
  readonly volumeBytes: number;
  readonly clusterBytes: number;
  readonly clusterCount: number;
  readonly usedClusters: number;
  readonly fileCount: number;
  readonly directoryCount: number;
  readonly extents: SystemExtents;
  /** All records of the MFT, including the free ones at its end. */
  readonly recordCount: number;
  /** The record of directory 1; the root has record 5. */
  readonly firstDirectoryRecord: number;
  readonly firstFileRecord: number;
  /** Bytes from the beginning of the volume. */
  readonly metadataOffsets: readonly [number, number, number];
  readonly relocatedHeaderOffset: number;
  /** The first cluster of each file; 0 if it lies in its record. */
  readonly fileCluster: Uint32Array;
  /** The first cluster and the number of blocks of each directory's index; no blocks if it lies in its record. */
  readonly indexCluster: Uint32Array;
  readonly indexBlocks: Uint32Array;
}

/** The tree needs more room than the volume has. */
export class VolumeTooSmallError extends Error {
  constructor(
    readonly volumeBytes: number,
    /** How many more bytes the volume would need. */
    readonly missingBytes: number,
  ) {
    super(
      sentence`The data to write needs ${volumeBytes + missingBytes} bytes, ${missingBytes} more than the volume's ${volumeBytes}.`,
    );
  }
}

export const BITLOCKER_METADATA_BYTES = 65_536;
export const RELOCATED_HEADER_BYTES = 8192;
export const BOOT_BYTES = 8192;
export const LOG_FILE_BYTES = 4 * 1024 * 1024;
export const ATTRIBUTE_DEFINITION_BYTES = 2560;
export const UP_CASE_BYTES = 131_072;
/** Free records at the end of the MFT, so that a few files can be added before it has to grow. */
export const SPARE_RECORDS = 64;
/** The longest label that Windows accepts, in UTF-16 units. */
export const LONGEST_LABEL = 32;
/** Free space of the smallest volume: Windows adds files of its own when it mounts one. */
export const FREE_BYTES = 16 * 1024 * 1024;
/** The smallest size is a multiple of this, like partitions. */
const VOLUME_UNIT = 1024 * 1024;

/** Whether a file lies in its MFT record and needs no clusters. */
export function isResident(nameLength: number, size: number): boolean {
  return size <= residentCapacity(nameLength);
}

export function clustersOf(bytes: number, clusterBytes: number): number {
  return Math.ceil(bytes / clusterBytes);
}

/** The bytes of a `$Bitmap` with this many bits. */
export function bitmapBytes(bits: number): number {
  return Math.ceil(bits / 64) * 8;
}

/** The number of first records copied to `$MFTMirr`: four, or as many as fit into a cluster. */
export function mirroredRecords(clusterBytes: number): number {
  return Math.max(4, clusterBytes / RECORD_BYTES);
}

/** The number of clusters of a volume, not counting its last sector, which holds a copy of the first. */
export function clusterCountOf(volumeBytes: number, clusterBytes: number): number {
  return Math.floor((volumeBytes - SECTOR_LENGTH) / clusterBytes);
}

/** The bytes of each part of the file system itself. */
export function systemLengths(
  clusterBytes: number,
  clusterCount: number,
  recordCount: number,
): Readonly<Record<keyof SystemExtents, number>> {
  return {
    boot: BOOT_BYTES,
    mftMirror: mirroredRecords(clusterBytes) * RECORD_BYTES,
    logFile: LOG_FILE_BYTES,
    attributeDefinitions: ATTRIBUTE_DEFINITION_BYTES,
    bitmap: bitmapBytes(clusterCount),
    upCase: UP_CASE_BYTES,
    securityDescriptors: securityStreamLength,
    mftBitmap: bitmapBytes(recordCount),
    systemVolumeInformation: INDEX_BLOCK_BYTES,
    mft: recordCount * RECORD_BYTES,
    bitlockerMetadata: BITLOCKER_METADATA_BYTES,
    relocatedHeader: RELOCATED_HEADER_BYTES,
  };
}

/** The part of a layout that does not depend on the length of the volume. */
interface Contents {
  readonly order: EntryOrder;
  readonly indexBlocks: Uint32Array;
  readonly isResident: Uint8Array;
}

/** Hands out clusters in sequence. */
class Allocator {
  next = 0;

  constructor(readonly clusterBytes: number) {}

  take(bytes: number): Extent {
    const extent = { first: this.next, count: clustersOf(bytes, this.clusterBytes) };
    this.next += extent.count;
    return extent;
  }
}

function measureIndexes(tree: VolumeTree, order: EntryOrder): Uint32Array {
  const indexBlocks = new Uint32Array(new SharedArrayBuffer(tree.directoryCount * 4));
  for (let directory = 0; directory < tree.directoryCount; directory++) {
    const index = new IndexTree(1);
    let length = 0;
    for (let at = order.start[directory]!; at < order.start[directory + 1]!; at++) {
      const entry = indexEntryLength(entryName(tree, rootNames, order.entries[at]!).length);
      length += entry;
      index.add(entry);
    }
    if (length <= rootCapacity(directory === 0 ? 1 : tree.directoryName(directory).length)) continue;
    index.finish();
    indexBlocks[directory] = index.blocks;
  }
  return indexBlocks;
}

function measure(tree: VolumeTree, options: NtfsOptions): Contents {
  const order = orderEntries(tree, rootNames);
  const residence = new Uint8Array(tree.fileCount);
  for (let file = 0; file < tree.fileCount; file++) {
    const size = tree.fileSize(file);
    // Avoids making the name if the size does not fit into any record.
    if (size <= residentCapacity(1) && isResident(tree.fileName(file).length, size)) residence[file] = 1;
  }
  if (options.lastFileIsLate) residence[tree.fileCount - 1] = 0;
  return { order, indexBlocks: measureIndexes(tree, order), isResident: residence };
}

function place(
  tree: VolumeTree,
  options: NtfsOptions,
  contents: Contents,
  clusterBytes: number,
  clusterCount: number,
): NtfsLayout {
  const firstDirectoryRecord = Math.max(FIRST_FREE_RECORD, mirroredRecords(clusterBytes));
  const firstFileRecord = firstDirectoryRecord + tree.directoryCount - 1;
  const recordCount = alignUp(
    firstFileRecord + tree.fileCount + SPARE_RECORDS,
    Math.max(8, clusterBytes / RECORD_BYTES),
  );

  const lengths = systemLengths(clusterBytes, clusterCount, recordCount);
  const clusters = new Allocator(clusterBytes);
  const boot = clusters.take(lengths.boot);
  const metadata1 = clusters.take(lengths.bitlockerMetadata);
  const relocatedHeader = clusters.take(lengths.relocatedHeader);
  const mftMirror = clusters.take(lengths.mftMirror);
  const logFile = clusters.take(lengths.logFile);
  const attributeDefinitions = clusters.take(lengths.attributeDefinitions);
  const bitmap = clusters.take(lengths.bitmap);
  const upCase = clusters.take(lengths.upCase);
  const securityDescriptors = clusters.take(lengths.securityDescriptors);
  const mftBitmap = clusters.take(lengths.mftBitmap);
  const systemVolumeInformation = clusters.take(lengths.systemVolumeInformation);

  const indexCluster = new Uint32Array(new SharedArrayBuffer(tree.directoryCount * 4));
  for (let directory = 0; directory < tree.directoryCount; directory++) {
    const blocks = contents.indexBlocks[directory]!;
    if (blocks > 0) indexCluster[directory] = clusters.take(blocks * INDEX_BLOCK_BYTES).first;
    if (isLargeBitmap(blocks)) clusters.take(bitmapBytes(blocks));
  }
  const mft = clusters.take(lengths.mft);
  const metadata2 = clusters.take(lengths.bitlockerMetadata);

  const fileCluster = new Uint32Array(new SharedArrayBuffer(tree.fileCount * 4));
  for (let file = 0; file < tree.fileCount; file++) {
    if (!contents.isResident[file]) fileCluster[file] = clusters.take(tree.fileSize(file)).first;
  }
  const metadata3 = clusters.take(lengths.bitlockerMetadata);

  const offset = ({ first }: Extent): number => first * clusterBytes;
  return {
    ...contents.order,
    options,
    volumeBytes: 0,
    clusterBytes,
    clusterCount,
    usedClusters: clusters.next,
    fileCount: tree.fileCount,
    directoryCount: tree.directoryCount,
    extents: {
      boot,
      mftMirror,
      logFile,
      attributeDefinitions,
      bitmap,
      upCase,
      securityDescriptors,
      mftBitmap,
      systemVolumeInformation,
      mft,
      bitlockerMetadata: [metadata1, metadata2, metadata3],
      relocatedHeader,
    },
    recordCount,
    firstDirectoryRecord,
    firstFileRecord,
    metadataOffsets: [offset(metadata1), offset(metadata2), offset(metadata3)],
    relocatedHeaderOffset: offset(relocatedHeader),
    fileCluster,
    indexCluster,
    indexBlocks: contents.indexBlocks,
  };
}

/** Whether the bitmap of an index with this many blocks has clusters of its own, after those of the index. */
export function isLargeBitmap(blocks: number): boolean {
  return blocks > 512;
}

/** Windows's choice: 4096 bytes unless that gives too many clusters. */
function clusterBytesFor(volumeBytes: number): number {
  let clusterBytes = SMALLEST_CLUSTER_BYTES;
  while (clusterBytes < LARGEST_CLUSTER_BYTES && clusterCountOf(volumeBytes, clusterBytes) > MOST_CLUSTERS)
    clusterBytes *= 2;
  return clusterBytes;
}

/** The volume length that leaves `FREE_BYTES` free. */
function smallestVolume(used: number, clusterBytes: number): number {
  return alignUp(used * clusterBytes + FREE_BYTES + SECTOR_LENGTH, VOLUME_UNIT);
}

function layOutSmallest(tree: VolumeTree, options: NtfsOptions, contents: Contents, clusterBytes: number): NtfsLayout {
  let volumeBytes = 0;
  for (;;) {
    // The bitmap takes room on the volume, and grows with it: repeat until everything fits.
    const layout = place(
      tree,
      options,
      contents,
      clusterBytes,
      clusterCountOf(Math.max(volumeBytes, VOLUME_UNIT), clusterBytes),
    );
    const needed = smallestVolume(layout.usedClusters, clusterBytes);
    if (needed <= volumeBytes) return { ...layout, volumeBytes };
    volumeBytes = needed;
  }
}

/**
 * Decides where everything in `tree` lies on a volume, to the cluster.
 *
 * @throws VolumeTooSmallError
 * @throws NameCollisionError
 */
export function layoutNtfs(tree: VolumeTree, options: NtfsOptions): NtfsLayout {
  if (options.label.length > LONGEST_LABEL)
    throw new RangeError(`A label of ${options.label.length} units is longer than ${LONGEST_LABEL}.`);
  const { volumeBytes } = options;
  if (volumeBytes !== 'smallest' && volumeBytes % SECTOR_LENGTH !== 0)
    throw new RangeError(`A volume of ${volumeBytes} bytes has no whole sectors.`);
  const contents = measure(tree, options);
  if (volumeBytes === 'smallest') {
    let layout = layOutSmallest(tree, options, contents, options.clusterBytes ?? SMALLEST_CLUSTER_BYTES);
    if (options.clusterBytes === undefined && layout.clusterCount > MOST_CLUSTERS) {
      layout = layOutSmallest(tree, options, contents, clusterBytesFor(layout.volumeBytes));
    }
    return layout;
  }
  const clusterBytes = options.clusterBytes ?? clusterBytesFor(volumeBytes);
  const clusterCount = Math.max(0, clusterCountOf(volumeBytes, clusterBytes));
  const layout = place(tree, options, contents, clusterBytes, clusterCount);
  const missing = layout.usedClusters - clusterCount;
  if (missing > 0) throw new VolumeTooSmallError(volumeBytes, missing * clusterBytes);
  return { ...layout, volumeBytes };
}

/** The record of a directory in the MFT. */
export function directoryRecord(layout: NtfsLayout, directory: number): number {
  return directory === 0 ? 5 : layout.firstDirectoryRecord + directory - 1;
}

export function recordOffset(layout: NtfsLayout, record: number): number {
  return layout.extents.mft.first * layout.clusterBytes + record * RECORD_BYTES;
}

/** Where the record of a file lies on the volume. Consecutive files have consecutive records. */
export function fileRecordOffset(layout: NtfsLayout, file: number): number {
  return recordOffset(layout, layout.firstFileRecord + file);
}

/** Where the content of a file begins on the volume; undefined if it lies in its record. It takes whole clusters. */
export function fileDataOffset(layout: NtfsLayout, file: number): number | undefined {
  const cluster = layout.fileCluster[file]!;
  return cluster === 0 ? undefined : cluster * layout.clusterBytes;
}
