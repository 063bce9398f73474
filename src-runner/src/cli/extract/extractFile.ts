import { closeSync, constants, ftruncateSync, futimesSync, openSync, rmSync, writeSync } from 'node:fs';
import { sentence } from '../../language/sentence';
import type { NtfsStream } from '../../volume/ntfs/read/stream';
import { streamChunks } from '../../volume/ntfs/read/ntfsVolume';
import { dateOfFileTime } from '../../volume/fileTime';
import type { FileTimes } from '../../volume/ntfs/volumeTree';
import { ExtractionError } from './extractedPlace';

/** A block of this size that is all zeros becomes a hole. */
const HOLE_UNIT = 64 * 1024;
const zeros = new Uint8Array(HOLE_UNIT);
const UNIX_EPOCH = 116_444_736_000_000_000n;

export interface ExtractFileOptions {
  readonly force: boolean;
  /** Called after each piece with its number of bytes. Throwing ends the copying. */
  readonly onPiece: (bytes: number) => Promise<void>;
}

/**
 * Copies the content of a file to a new file, with its modification time. An unfinished copy is removed again.
 *
 * @throws ExtractionError if something exists at the place
 * @throws DriveFormatError, DriveReadError, and errors of the file system
 */
export async function extractFile(
  stream: NtfsStream,
  times: FileTimes,
  place: string,
  { force, onPiece }: ExtractFileOptions,
): Promise<void> {
  // Removed instead of overwritten: it may be a link to somewhere else.
  if (force) rmSync(place, { force: true });
  const descriptor = create(place);
  let isComplete = false;
  try {
    ftruncateSync(descriptor, stream.length);
    let offset = 0;
    for (const chunk of streamChunks(stream)) {
      writeSparse(descriptor, chunk, offset);
      offset += chunk.length;
      await onPiece(chunk.length);
    }
    futimesSync(descriptor, timeOf(times.accessed), timeOf(times.modified));
    isComplete = true;
  } finally {
    closeSync(descriptor);
    if (!isComplete) rmSync(place, { force: true });
  }
}

function create(place: string): number {
  try {
    return openSync(place, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new ExtractionError(sentence`${place} already exists. Move it elsewhere, or replace it with --force.`);
    throw error;
  }
}

function writeSparse(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let start = 0; start < bytes.length;) {
    let end = start;
    while (end < bytes.length && !isZero(bytes.subarray(end, end + HOLE_UNIT)))
      end = Math.min(bytes.length, end + HOLE_UNIT);
    for (let done = start; done < end;) done += writeSync(descriptor, bytes, done, end - done, position + done);
    start = end;
    while (start < bytes.length && isZero(bytes.subarray(start, start + HOLE_UNIT)))
      start = Math.min(bytes.length, start + HOLE_UNIT);
  }
}

const isZero = (unit: Uint8Array): boolean => Buffer.compare(unit, zeros.subarray(0, unit.length)) === 0;

/** The form that `utimes` takes: seconds since 1970, as exact as a number is, or a date if it is before 1970. */
export function timeOf(fileTime: bigint): number | Date {
  if (fileTime >= UNIX_EPOCH) return Number(fileTime - UNIX_EPOCH) / 1e7;
  return dateOfFileTime(fileTime) ?? new Date(0);
}
