import { sentence } from '../../../language/sentence';
import { DriveFormatError, type ByteSource } from '../../byteSource';
import type { VolumeOutcome } from '../directories';
import { encodeFileRecords, encodeLateRecord } from '../fileRecords';
import { finalMetadata } from '../finalMetadata';
import { fileRecordOffset, type Extent, type NtfsLayout } from '../layout';
import { attributeType, RECORD_BYTES } from '../ntfsFormat';
import { parseRecord } from '../read/record';
import type { VolumeTree } from '../volumeTree';
import { placeOf } from './volumePlaces';
import type { VolumeProblem } from './volumeProblem';

const BATCH = 1024;

/**
 * A shared copy, because parsing changes a record, and a buffer for each of a million records would fragment the
 * memory.
 */
const parsed = new Uint8Array(RECORD_BYTES);

/**
 * The content inside a record, which is not modified; undefined if it holds none or is not a record. Valid until the
 * next call.
 */
export function residentContent(record: Uint8Array, number: number): Uint8Array | undefined {
  parsed.set(record);
  try {
    return parseRecord(parsed, number)?.attributes.find(({ type }) => type === attributeType.data)?.value;
  } catch (error) {
    if (error instanceof DriveFormatError) return undefined;
    throw error;
  }
}

function* compare(
  tree: VolumeTree,
  layout: NtfsLayout,
  offset: number,
  expected: Uint8Array,
  found: Uint8Array,
): Generator<VolumeProblem> {
  if (Buffer.compare(expected, found) === 0) return;
  let last = '';
  for (let start = 0; start < expected.length; start += RECORD_BYTES) {
    const end = Math.min(start + RECORD_BYTES, expected.length);
    if (Buffer.compare(expected.subarray(start, end), found.subarray(start, end)) === 0) continue;
    let at = start;
    while (expected[at] === found[at]) at++;
    const { path, place } = placeOf(tree, layout, offset + at);
    if (place === last) continue;
    last = place;
    const message = sentence`${place} does not match what was written: byte ${offset + at} of the volume is ${found[at]!}, not ${expected[at]!}.`;
    yield { ...(path !== undefined && { path }), offset: offset + at, message };
  }
}

/**
 * Compares the file system byte for byte with what would be written from its tree and layout: records, directories,
 * system files, both copies of the first sector. Skips the `skipped` clusters and the contents of files that have
 * clusters. The content of a file in its record is taken as read: its hash is checked elsewhere. Yields undefined
 * between short pieces of work so that the caller can do something else.
 *
 * @throws DriveReadError
 */
export function* comparedMetadata(
  source: ByteSource,
  tree: VolumeTree,
  layout: NtfsLayout,
  outcome: VolumeOutcome,
  skipped?: Extent,
): Generator<VolumeProblem | undefined> {
  // One buffer for all pieces: otherwise hundreds of megabytes would wait for garbage collection.
  let buffer = new Uint8Array(0);
  for (const { offset, bytes: expected } of finalMetadata(tree, layout, outcome)) {
    yield undefined;
    if (offset + expected.length > source.length) {
      yield { offset, message: sentence`The volume is too small for what it should hold.` };
      continue;
    }
    if (buffer.length < expected.length) buffer = new Uint8Array(expected.length);
    const found = buffer.subarray(0, expected.length);
    source.read(offset, found);
    if (skipped) copyPart(found, expected, offset, skipped, layout.clusterBytes);
    yield* compare(tree, layout, offset, expected, found);
  }
  yield* comparedRecords(source, tree, layout, outcome);
}

/** Copies the clusters that are not compared, so that both pieces agree there. */
function copyPart(
  from: Uint8Array,
  to: Uint8Array,
  offset: number,
  { first, count }: Extent,
  clusterBytes: number,
): void {
  const start = Math.max(0, first * clusterBytes - offset);
  const end = Math.min(to.length, (first + count) * clusterBytes - offset);
  if (start < end) to.set(from.subarray(start, end), start);
}

function* comparedRecords(
  source: ByteSource,
  tree: VolumeTree,
  layout: NtfsLayout,
  outcome: VolumeOutcome,
): Generator<VolumeProblem | undefined> {
  const { fileCount, options } = layout;
  const buffer = new Uint8Array(BATCH * RECORD_BYTES);
  const expectedBuffer = new Uint8Array(BATCH * RECORD_BYTES);
  for (let first = 0; first < fileCount; first += BATCH) {
    yield undefined;
    const end = Math.min(first + BATCH, fileCount);
    const found = buffer.subarray(0, (end - first) * RECORD_BYTES);
    const expected = expectedBuffer.subarray(0, found.length);
    source.read(fileRecordOffset(layout, first), found);
    const contentOf = (file: number): Uint8Array | undefined => {
      const at = (file - first) * RECORD_BYTES;
      const content = residentContent(found.subarray(at, at + RECORD_BYTES), layout.firstFileRecord + file);
      return content?.length === tree.fileSize(file) ? content : undefined;
    };
    encodeFileRecords(tree, layout, first, end, contentOf, expected);
    for (let file = first; file < end; file++) {
      const at = (file - first) * RECORD_BYTES;
      // The record of an omitted file was already compared with finalization's output.
      if (outcome.isOmitted?.(file)) expected.set(found.subarray(at, at + RECORD_BYTES), at);
      else if (options.lastFileIsLate && file === fileCount - 1) {
        encodeLateRecord(
          tree,
          layout,
          outcome.lastFileSize ?? tree.fileSize(file),
          expected.subarray(at, at + RECORD_BYTES),
        );
      }
    }
    yield* compare(tree, layout, fileRecordOffset(layout, first), expected, found);
  }
}
