import { SECTOR_LENGTH } from '#core/limits/limits';
import { ntfsUpCase } from '#core/names/ntfsUpCase';
import type { DiskPiece } from '../diskPiece';
import { attributeDefinitions } from './attributeDefinitions';
import { bootSector } from './bootSector';
import { Directories, type VolumeOutcome } from './directories';
import { indexBlocks } from './directoryIndex';
import { encodeLateRecord, writeFreeRecord } from './fileRecords';
import {
  clustersOf,
  fileRecordOffset,
  LOG_FILE_BYTES,
  mirroredRecords,
  recordOffset,
  type Extent,
  type NtfsLayout,
} from './layout';
import { INDEX_BLOCK_BYTES, RECORD_BYTES, systemRecord } from './ntfsFormat';
import { securityStream } from './securityDescriptors';
import { isSystemRecordUsed, systemEntries, systemFileRecord, systemVolumeInformationNodes } from './systemRecords';
import type { VolumeTree } from './volumeTree';

const LONGEST_PIECE = 1024 * 1024;

/** Whole clusters that begin with `bytes`, filled up with zeros. */
function filled(layout: NtfsLayout, { first, count }: Extent, bytes: Uint8Array): DiskPiece {
  const whole = new Uint8Array(count * layout.clusterBytes);
  whole.set(bytes);
  return { offset: first * layout.clusterBytes, bytes: whole };
}

/** The same byte, `length` times from `offset` on, in pieces. */
function* repeated(offset: number, length: number, byte: number): Generator<DiskPiece> {
  for (let done = 0; done < length; done += LONGEST_PIECE) {
    yield { offset: offset + done, bytes: new Uint8Array(Math.min(LONGEST_PIECE, length - done)).fill(byte) };
  }
}

function clearBits(bytes: Uint8Array, from: number, to: number): void {
  let bit = from;
  for (; bit < to && bit % 8 !== 0; bit++) bytes[bit >> 3]! &= ~(1 << (bit % 8));
  if (bit < to) bytes.fill(0, bit >> 3, to >> 3);
  for (bit = Math.max(bit, to & ~7); bit < to; bit++) bytes[bit >> 3]! &= ~(1 << (bit % 8));
}

/**
 * A bitmap of `extent` in which everything is used except `free`, which is in ascending order. Bits past the last valid
 * one are set if `padding` says so.
 */
function* bitmapPieces(
  layout: NtfsLayout,
  extent: Extent,
  bits: number,
  free: Iterable<Extent>,
  isPadded: boolean,
): Generator<DiskPiece> {
  const ranges = free[Symbol.iterator]();
  let range = ranges.next();
  const length = extent.count * layout.clusterBytes;
  for (let start = 0; start < length; start += LONGEST_PIECE) {
    const bytes = new Uint8Array(Math.min(LONGEST_PIECE, length - start));
    const first = start * 8;
    const end = Math.min(bits, first + bytes.length * 8);
    if (end > first) {
      bytes.fill(0xff, 0, Math.ceil((end - first) / 64) * 8);
      if (!isPadded) clearBits(bytes, end - first, Math.ceil((end - first) / 64) * 64);
    }
    while (!range.done && range.value.first < end) {
      const rangeEnd = range.value.first + range.value.count;
      clearBits(bytes, Math.max(0, range.value.first - first), Math.min(rangeEnd, end) - first);
      if (rangeEnd > end) break;
      range = ranges.next();
    }
    yield { offset: extent.first * layout.clusterBytes + start, bytes };
  }
}

/** Unused clusters, in ascending order. */
function* freeClusters(volume: Directories): Generator<Extent> {
  const { layout, tree } = volume;
  const { clusterBytes, fileCluster, fileCount } = layout;
  for (let file = 0; file < fileCount; file++) {
    const first = fileCluster[file]!;
    if (first === 0) continue;
    const isLate = layout.options.lastFileIsLate && file === fileCount - 1;
    const isOmitted = volume.isOmitted(file);
    if (!isLate && !isOmitted) continue;
    const planned = clustersOf(tree.fileSize(file), clusterBytes);
    const used = isOmitted ? 0 : clustersOf(volume.fileSize(file), clusterBytes);
    if (planned > used) yield { first: first + used, count: planned - used };
  }
  yield { first: layout.usedClusters, count: layout.clusterCount - layout.usedClusters };
}

/** Unused records, in ascending order. */
function* freeRecords({
  layout,
  isOmitted,
}: {
  layout: NtfsLayout;
  isOmitted: (file: number) => boolean;
}): Generator<Extent> {
  for (let record = 0; record < layout.firstDirectoryRecord; record++) {
    if (!isSystemRecordUsed(record)) yield { first: record, count: 1 };
  }
  for (let file = 0; file < layout.fileCount; file++) {
    if (isOmitted(file)) yield { first: layout.firstFileRecord + file, count: 1 };
  }
  const spare = layout.firstFileRecord + layout.fileCount;
  yield { first: spare, count: layout.recordCount - spare };
}

/** The record of a system file, or of the root directory. */
function systemRecordBytes(volume: Directories, record: number): Uint8Array {
  return record === systemRecord.root ? volume.record(0) : systemFileRecord(volume.layout, record);
}

function* systemFiles(volume: Directories): Generator<DiskPiece> {
  const { layout } = volume;
  const { extents, clusterBytes } = layout;
  yield filled(layout, extents.boot, bootSector(layout));
  const mirrored = Array.from({ length: mirroredRecords(clusterBytes) }, (_, record) =>
    systemRecordBytes(volume, record),
  );
  yield filled(layout, extents.mftMirror, Buffer.concat(mirrored));
  // Windows takes this for a log that was never used.
  yield* repeated(extents.logFile.first * clusterBytes, LOG_FILE_BYTES, 0xff);
  yield filled(layout, extents.attributeDefinitions, attributeDefinitions());
  yield* bitmapPieces(layout, extents.bitmap, layout.clusterCount, freeClusters(volume), true);
  const upCase = new Uint8Array(ntfsUpCase.length * 2);
  ntfsUpCase.forEach((unit, index) => {
    new DataView(upCase.buffer).setUint16(2 * index, unit, true);
  });
  yield filled(layout, extents.upCase, upCase);
  yield filled(layout, extents.securityDescriptors, securityStream());
  const records = freeRecords({ layout, isOmitted: (file) => volume.isOmitted(file) });
  yield* bitmapPieces(layout, extents.mftBitmap, layout.recordCount, records, false);
  const [block] = indexBlocks(systemEntries(layout, systemVolumeInformationNodes), clusterBytes);
  yield filled(layout, extents.systemVolumeInformation, block!);
}

function* directoryIndexes(volume: Directories): Generator<DiskPiece> {
  const { layout } = volume;
  for (let directory = 0; directory < layout.directoryCount; directory++) {
    if (layout.indexBlocks[directory] === 0) continue;
    const { index, bitmap } = volume.indexExtents(directory);
    const end = (index.first + index.count) * layout.clusterBytes;
    let offset = index.first * layout.clusterBytes;
    for (const bytes of indexBlocks(volume.entries(directory), layout.clusterBytes)) {
      yield { offset, bytes };
      offset += INDEX_BLOCK_BYTES;
    }
    yield* repeated(offset, end - offset, 0);
    if (bitmap.count > 0) yield filled(layout, bitmap, volume.indexBitmap(directory));
  }
}

function* records(volume: Directories): Generator<DiskPiece> {
  const { layout, tree } = volume;
  const { fileCount } = layout;
  const bytes = new Uint8Array(RECORD_BYTES);
  const free = (record: number): DiskPiece => {
    writeFreeRecord(bytes, new DataView(bytes.buffer), 0, record);
    return { offset: recordOffset(layout, record), bytes };
  };
  for (let record = 0; record < layout.firstDirectoryRecord; record++) {
    yield { offset: recordOffset(layout, record), bytes: systemRecordBytes(volume, record) };
  }
  for (let directory = 1; directory < layout.directoryCount; directory++) {
    yield {
      offset: recordOffset(layout, layout.firstDirectoryRecord + directory - 1),
      bytes: volume.record(directory),
    };
  }
  for (let file = 0; file < fileCount; file++) {
    if (volume.isOmitted(file)) yield free(layout.firstFileRecord + file);
    else if (layout.options.lastFileIsLate && file === fileCount - 1) {
      encodeLateRecord(tree, layout, volume.fileSize(file), bytes);
      yield { offset: fileRecordOffset(layout, file), bytes };
    }
  }
  for (let record = layout.firstFileRecord + fileCount; record < layout.recordCount; record++) yield free(record);
}

/** Joins pieces that touch, up to `LONGEST_PIECE`, so that there are few writes. */
function* joined(pieces: Iterable<DiskPiece>): Generator<DiskPiece> {
  const buffer = new Uint8Array(LONGEST_PIECE);
  let offset = 0;
  let length = 0;
  for (const piece of pieces) {
    if (length > 0 && (piece.offset !== offset + length || length + piece.bytes.length > buffer.length)) {
      yield { offset, bytes: buffer.subarray(0, length) };
      length = 0;
    }
    if (length === 0) offset = piece.offset;
    buffer.set(piece.bytes, length);
    length += piece.bytes.length;
  }
  if (length > 0) yield { offset, bytes: buffer.subarray(0, length) };
}

/**
 * The whole file system except the files' contents and records (`encodeFileRecords`), in ascending order of place on
 * the volume, in pieces of at most 1 MiB. The places of BitLocker's metadata are left out. It depends on its arguments
 * alone, so it can be written again at any time. The bytes of a piece are valid until the next one is requested; the
 * receiver may change them until then.
 */
export function* finalMetadata(
  tree: VolumeTree,
  layout: NtfsLayout,
  outcome: VolumeOutcome = {},
): Generator<DiskPiece> {
  const volume = new Directories(tree, layout, outcome);
  yield* joined(systemFiles(volume));
  yield* joined(directoryIndexes(volume));
  yield* joined(records(volume));
  yield { offset: layout.volumeBytes - SECTOR_LENGTH, bytes: bootSector(layout) };
}
