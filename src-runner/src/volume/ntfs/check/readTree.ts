import type { Steps } from '#core/work/steps';
import { sentence } from '../../../language/sentence';
import type { ByteSource } from '../../byteSource';
import { entryName, orderEntries, type EntryOrder } from '../entryOrder';
import {
  clustersOf,
  isResident,
  LONGEST_LABEL,
  mirroredRecords,
  systemLengths,
  type Extent,
  type NtfsLayout,
  type SystemExtents,
} from '../layout';
import {
  attributeType,
  FIRST_FREE_RECORD,
  INDEX_BLOCK_BYTES,
  indexEntryLength,
  RECORD_BYTES,
  rootCapacity,
  SMALLEST_CLUSTER_BYTES,
  systemRecord,
} from '../ntfsFormat';
import { damaged, recordPlace } from '../read/damage';
import { parseNameValue } from '../read/directoryReader';
import { NtfsVolume } from '../read/ntfsVolume';
import { parseRecord, type MftRecord } from '../read/record';
import type { NtfsStream } from '../read/stream';
import { rootNames } from '../systemNames';
import type { VolumeTree } from '../volumeTree';

const BATCH = 1024;
/** Names are kept in chunks of this many bytes. */
const CHUNK_BYTES = 1 << 20;
/** Text whose units all fit into one byte. */
const narrow = /^[\0-\xff]*$/;
/** More files than any job has; bounds the columns in memory. */
const MOST_RECORDS = 1 << 24;

/** A volume of ours, taken apart: what it holds, where, and which files' records are free. */
export interface ReadTree {
  readonly tree: VolumeTree;
  readonly layout: NtfsLayout;
  readonly isOmitted: (file: number) => boolean;
  /** Drops the times of all files and directories, half of the memory. They cannot be asked for afterwards. */
  readonly forgetTimes: () => void;
}

/** One row per record, from the first one that can belong to the tree. */
class RecordColumns {
  readonly isUsed: Uint8Array;
  readonly parent: Uint32Array;
  readonly size: Float64Array;
  readonly cluster: Uint32Array;
  readonly indexBlocks: Uint32Array;
  times: BigInt64Array;
  /** Where each name begins, in bytes, and its length, in UTF-16 units. Most names take one byte per unit. */
  private readonly nameStart: Uint32Array;
  private readonly nameLength: Uint8Array;
  private readonly isWide: Uint8Array;
  private readonly chunks: Buffer[] = [];
  private nextByte = 0;

  constructor(count: number) {
    this.isUsed = new Uint8Array(count);
    this.parent = new Uint32Array(count);
    this.size = new Float64Array(count);
    this.cluster = new Uint32Array(count);
    this.indexBlocks = new Uint32Array(count);
    this.times = new BigInt64Array(count * 3);
    this.nameStart = new Uint32Array(count);
    this.nameLength = new Uint8Array(count);
    this.isWide = new Uint8Array(count);
  }

  setName(row: number, name: string): void {
    const isWide = !narrow.test(name);
    const length = isWide ? 2 * name.length : name.length;
    // A name never spans two chunks.
    if ((this.nextByte % CHUNK_BYTES) + length > CHUNK_BYTES) this.nextByte = this.chunks.length * CHUNK_BYTES;
    const chunk = Math.floor(this.nextByte / CHUNK_BYTES);
    (this.chunks[chunk] ??= Buffer.alloc(CHUNK_BYTES)).write(
      name,
      this.nextByte % CHUNK_BYTES,
      isWide ? 'utf16le' : 'latin1',
    );
    this.nameStart[row] = this.nextByte;
    this.nameLength[row] = name.length;
    this.isWide[row] = Number(isWide);
    this.nextByte += length;
  }

  name(row: number): string {
    const start = this.nameStart[row]!;
    const at = start % CHUNK_BYTES;
    const chunk = this.chunks[Math.floor(start / CHUNK_BYTES)];
    const length = this.nameLength[row]!;
    return (
      (this.isWide[row] === 1
        ? chunk?.toString('utf16le', at, at + 2 * length)
        : chunk?.toString('latin1', at, at + length)) ?? ''
    );
  }
}

/** The only run of a record's stream. */
function extentOf({ runs }: NtfsStream, record: number): Extent {
  const [run] = runs ?? [];
  if (runs?.length !== 1 || run?.cluster === undefined)
    throw damaged(recordPlace(record), sentence`does not have exactly one extent`);
  return { first: run.cluster, count: run.count };
}

function onlyExtent(volume: NtfsVolume, record: MftRecord, type: number, name: string): Extent {
  return extentOf(volume.mft.open(record, type, name), record.number);
}

/** The extents of the file system itself, each of the length it always has. */
function readSystemExtents(volume: NtfsVolume): SystemExtents {
  const { clusterBytes, clusterCount } = volume.geometry;
  const extents = findSystemExtents(volume);
  const lengths = systemLengths(clusterBytes, clusterCount, volume.mft.recordCount);
  for (const [name, length] of Object.entries(lengths)) {
    const found = extents[name as keyof typeof lengths];
    for (const extent of 'first' in found ? [found] : found) {
      if (extent.count !== clustersOf(length, clusterBytes))
        throw damaged(() => sentence`A system file (${name})`, sentence`does not have its usual length`);
    }
  }
  return extents;
}

function findSystemExtents(volume: NtfsVolume): SystemExtents {
  const data = (record: number, name = ''): Extent =>
    onlyExtent(volume, volume.mft.read(record), attributeType.data, name);
  const { bitlockerFiles } = systemRecord;
  return {
    boot: data(systemRecord.boot),
    mftMirror: data(systemRecord.mftMirror),
    logFile: data(systemRecord.logFile),
    attributeDefinitions: data(systemRecord.attributeDefinitions),
    bitmap: data(systemRecord.bitmap),
    upCase: data(systemRecord.upCase),
    securityDescriptors: data(systemRecord.secure, '$SDS'),
    mftBitmap: onlyExtent(volume, volume.mft.read(systemRecord.mft), attributeType.bitmap, ''),
    systemVolumeInformation: onlyExtent(
      volume,
      volume.mft.read(systemRecord.systemVolumeInformation),
      attributeType.indexAllocation,
      '$I30',
    ),
    mft: data(systemRecord.mft),
    bitlockerMetadata: [data(bitlockerFiles), data(bitlockerFiles + 1), data(bitlockerFiles + 2)],
    relocatedHeader: data(bitlockerFiles + 3),
  };
}

/** Reads one record of the tree into its row. */
function takeRecord(volume: NtfsVolume, columns: RecordColumns, row: number, record: MftRecord): void {
  const place = recordPlace(record.number);
  const values = record.attributes.filter(({ type }) => type === attributeType.fileName);
  const value = values[0]?.value;
  if (values.length !== 1 || !value || record.base !== 0)
    throw damaged(place, sentence`does not belong to a file with a single name`);
  const name = parseNameValue(value, place);
  if (name.parent >= volume.mft.recordCount) throw damaged(place, sentence`is in no directory`);
  columns.isUsed[row] = 1;
  columns.parent[row] = name.parent;
  columns.times[row * 3] = name.times.created;
  columns.times[row * 3 + 1] = name.times.modified;
  columns.times[row * 3 + 2] = name.times.accessed;
  columns.setName(row, name.name);
  if (record.isDirectory) {
    const hasBlocks = record.attributes.some(({ type }) => type === attributeType.indexAllocation);
    if (!hasBlocks) return;
    const blocks = volume.mft.open(record, attributeType.indexAllocation, '$I30');
    columns.cluster[row] = extentOf(blocks, record.number).first;
    columns.indexBlocks[row] = blocks.length / INDEX_BLOCK_BYTES;
    return;
  }
  const stream = volume.mft.open(record, attributeType.data, '');
  columns.size[row] = stream.length;
  if (stream.runs) columns.cluster[row] = extentOf(stream, record.number).first;
  else if (!isResident(name.name.length, stream.length))
    throw damaged(place, sentence`holds more data than fits in it`);
}

/**
 * Reads a volume of ours, in steps, back into the tree it was made from and the layout it was given.
 *
 * @throws DriveFormatError if it is not a volume of ours, or too damaged to tell
 * @throws DriveReadError
 */
export function* readTree(source: ByteSource): Steps<ReadTree> {
  const volume = NtfsVolume.open(source);
  const { geometry, mft } = volume;
  const { clusterBytes } = geometry;
  if (
    geometry.recordBytes !== RECORD_BYTES ||
    geometry.indexBlockBytes !== INDEX_BLOCK_BYTES ||
    clusterBytes < SMALLEST_CLUSTER_BYTES
  ) {
    throw damaged(() => sentence`The volume`, sentence`has a record or cluster size that this program never writes`);
  }
  if (mft.recordCount > MOST_RECORDS)
    throw damaged(() => sentence`The MFT`, sentence`has more records than this program ever writes`);
  const firstDirectoryRecord = Math.max(FIRST_FREE_RECORD, mirroredRecords(clusterBytes));
  // Row 0 is the root; the others are the records from the first of the tree on.
  const columns = new RecordColumns(Math.max(1, mft.recordCount - firstDirectoryRecord + 1));
  takeRecord(volume, columns, 0, mft.read(systemRecord.root));

  let directoryCount = 1;
  let rows = 1;
  let onlyDirectories = true;
  const buffer = new Uint8Array(BATCH * RECORD_BYTES);
  for (let first = firstDirectoryRecord; first < mft.recordCount; first += BATCH) {
    yield undefined;
    const batch = buffer.subarray(0, Math.min(BATCH, mft.recordCount - first) * RECORD_BYTES);
    mft.readRecords(first, batch);
    for (let at = 0; at < batch.length; at += RECORD_BYTES) {
      const number = first + at / RECORD_BYTES;
      const row = number - firstDirectoryRecord + 1;
      const record = parseRecord(batch.subarray(at, at + RECORD_BYTES), number);
      if (!record?.isInUse) {
        onlyDirectories = false;
        continue;
      }
      if (record.isDirectory && !onlyDirectories)
        throw damaged(recordPlace(number), sentence`belongs to a directory but is among those of files`);
      onlyDirectories = record.isDirectory;
      takeRecord(volume, columns, row, record);
      rows = row + 1;
      if (record.isDirectory) directoryCount = rows;
    }
  }
  const tree = treeOf(columns, directoryCount, rows - directoryCount, firstDirectoryRecord);
  const isOmitted = (file: number): boolean => columns.isUsed[directoryCount + file] === 0;
  const forgetTimes = (): void => {
    columns.times = new BigInt64Array();
  };
  return {
    tree,
    isOmitted,
    forgetTimes,
    layout: layoutOf(volume, source, columns, tree, isOmitted, firstDirectoryRecord),
  };
}

function treeOf(
  columns: RecordColumns,
  directoryCount: number,
  fileCount: number,
  firstDirectoryRecord: number,
): VolumeTree {
  const rowOf = (record: number): number => (record === systemRecord.root ? 0 : record - firstDirectoryRecord + 1);
  for (let row = 1; row < directoryCount + fileCount; row++) {
    if (columns.isUsed[row] === 0) continue;
    const parent = rowOf(columns.parent[row]!);
    if (parent < 0 || parent >= Math.min(row, directoryCount))
      throw damaged(recordPlace(firstDirectoryRecord + row - 1), sentence`is in no directory`);
    columns.parent[row] = parent;
  }
  const times = (row: number): ReturnType<VolumeTree['fileTimes']> => ({
    created: columns.times[row * 3]!,
    modified: columns.times[row * 3 + 1]!,
    accessed: columns.times[row * 3 + 2]!,
  });
  return {
    directoryCount,
    parentOf: (directory) => columns.parent[directory]!,
    directoryName: (directory) => columns.name(directory),
    directoryTimes: times,
    fileCount,
    directoryOf: (file) => columns.parent[directoryCount + file]!,
    fileName: (file) => columns.name(directoryCount + file),
    fileSize: (file) => columns.size[directoryCount + file]!,
    fileTimes: (file) => times(directoryCount + file),
  };
}

function layoutOf(
  volume: NtfsVolume,
  source: ByteSource,
  columns: RecordColumns,
  tree: VolumeTree,
  isOmitted: (file: number) => boolean,
  firstDirectoryRecord: number,
): NtfsLayout {
  const { clusterBytes, clusterCount, serial, partitionOffset } = volume.geometry;
  const { directoryCount, fileCount } = tree;
  const extents = readSystemExtents(volume);
  const [first, second, third] = extents.bitlockerMetadata;
  if (volume.label.length > LONGEST_LABEL) throw damaged(() => sentence`The label`, sentence`is too long`);
  const order = orderEntries(tree, rootNames, (file) => !isOmitted(file));
  checkSmallDirectories(tree, columns, order);
  return {
    ...order,
    options: {
      volumeBytes: source.length,
      clusterBytes,
      label: volume.label,
      serial,
      created: volume.stat(systemRecord.mft).times.created,
      partitionOffset,
      lastFileIsLate: false,
    },
    volumeBytes: source.length,
    clusterBytes,
    clusterCount,
    usedClusters: clusterCount,
    fileCount,
    directoryCount,
    extents,
    recordCount: volume.mft.recordCount,
    firstDirectoryRecord,
    firstFileRecord: firstDirectoryRecord + directoryCount - 1,
    metadataOffsets: [first.first * clusterBytes, second.first * clusterBytes, third.first * clusterBytes],
    relocatedHeaderOffset: extents.relocatedHeader.first * clusterBytes,
    fileCluster: columns.cluster.subarray(directoryCount, directoryCount + fileCount),
    indexCluster: columns.cluster.subarray(0, directoryCount),
    indexBlocks: columns.indexBlocks.subarray(0, directoryCount),
  };
}

/** The entries of a directory without blocks must fit into its record. */
function checkSmallDirectories(tree: VolumeTree, columns: RecordColumns, order: EntryOrder): void {
  for (let directory = 0; directory < tree.directoryCount; directory++) {
    if (columns.indexBlocks[directory]! > 0) continue;
    let length = 0;
    for (let at = order.start[directory]!; at < order.start[directory + 1]!; at++)
      length += indexEntryLength(entryName(tree, rootNames, order.entries[at]!).length);
    const nameLength = directory === 0 ? 1 : tree.directoryName(directory).length;
    if (length > rootCapacity(nameLength))
      throw damaged(() => sentence`The directory ${tree.directoryName(directory)}`, sentence`is missing its index`);
  }
}
