import { statSync } from 'node:fs';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { byteCount } from '#core/text/byteCount';
import { sentence } from '../language/sentence';
import { TargetError } from '../model/copyResult';
import { LockedVolume } from '../volume/bitlocker/lockedVolume';
import type { ByteSource } from '../volume/byteSource';
import { DriveFormatError, DriveReadError, readBytes, slice } from '../volume/byteSource';
import { readPartitionTable } from '../volume/gpt/partitionTable';
import { PARTITION_OFFSET } from '../volume/diskLayout';
import { parseVhdFooter, VHD_FOOTER_LENGTH } from '../volume/vhd/vhdFooter';
import { preparedDriveIn } from './driveDescription';
import { isEmptyFileSystem } from './emptyFileSystem';
import { fileSystemOf } from './fileSystem';
import { fileSystemFacts } from './fileSystemFacts';
import { readIncompleteMarker } from './incompleteMarker';
import type { IncompleteMarker } from './incompleteMarker';
import { DriveOpenError, openTargetSource } from './targetSource';

/** What is at a place where a drive will be written, read from the medium itself. */
export interface Standing {
  /** In words that can follow "holds": `an NTFS volume called "Archive"`. */
  readonly text: string;
  /** Whether overwriting it would lose anything. */
  readonly holdsData: boolean;
  /** Whether this program made the disk or image, finished or not. */
  readonly isOurs: boolean;
  /** The mark of an unfinished preparation. */
  readonly marker?: IncompleteMarker;
  /** The GUID of a BitLocker volume, from its metadata. */
  readonly volumeId?: string;
}

/** To see whether it is blank, a small medium is read completely, and a larger one at both ends and in samples. */
const WHOLE_LENGTH = 64 * 1024 * 1024;
const END_LENGTH = 1024 * 1024;
const SAMPLES = 256;
const SAMPLE_LENGTH = 4096;
/** How much of a file is read to tell what it is. */
const HEAD_LENGTH = 4096;

/** A failure to look at a target, as an error that names it; undefined for every other failure. */
export function lookFailure(error: unknown): TargetError | undefined {
  return error instanceof DriveOpenError || error instanceof DriveReadError
    ? new TargetError(error.message, { cause: error })
    : undefined;
}

/**
 * Looks at what is at a target without touching it.
 *
 * @throws DriveOpenError if the target cannot be opened
 * @throws DriveReadError if the medium fails
 */
export function standingOf(target: string): Standing {
  const facts = statSync(target, { throwIfNoEntry: false });
  if (facts === undefined) return { text: sentence`nothing`, holdsData: false, isOurs: false };
  const source = openTargetSource(target);
  try {
    return standingIn(source, source.kind);
  } finally {
    source.close();
  }
}

function standingIn(source: ByteSource, kind: 'file' | 'device'): Standing {
  if (source.length === 0) return { text: sentence`an empty file`, holdsData: false, isOurs: false };
  const image = kind === 'file' ? sentence`an image` : sentence`a disk`;
  const marker = markerIn(source);
  if (marker) {
    return {
      text: sentence`${image} of job "${marker.jobId ?? '?'}", unfinished (session "${marker.sessionId}", drive ${marker.driveId})`,
      holdsData: true,
      isOurs: true,
      marker,
    };
  }
  try {
    return standingOnDisk(unwrapped(source, kind), kind, image) ?? unknownStanding(source, kind);
  } catch (error) {
    if (!(error instanceof DriveFormatError)) throw error;
    // The message becomes part of a sentence.
    return {
      text: sentence`${image} that cannot be read (${error.message.replace(/\.$/, '')})`,
      holdsData: true,
      isOurs: false,
    };
  }
}

/** The mark of an unfinished preparation. It is written before the partition table. */
export function markerIn(source: ByteSource): IncompleteMarker | undefined {
  if (source.length < PARTITION_OFFSET + SECTOR_LENGTH) return undefined;
  return readIncompleteMarker(readBytes(source, PARTITION_OFFSET, SECTOR_LENGTH));
}

function unwrapped(source: ByteSource, kind: 'file' | 'device'): ByteSource {
  const start = source.length - VHD_FOOTER_LENGTH;
  if (kind === 'device' || start < 0) return source;
  const footer = parseVhdFooter(readBytes(source, start, VHD_FOOTER_LENGTH));
  return footer?.kind === 'fixed' && footer.diskLength === start ? slice(source, 0, start) : source;
}

/** Undefined if there is neither a volume nor a partition table. */
function standingOnDisk(disk: ByteSource, kind: 'file' | 'device', image: string): Standing | undefined {
  const bare = volumeStanding(disk, image);
  if (bare) return bare;
  const table = readPartitionTable(disk);
  if (table === undefined) return undefined;
  const { partitions } = table;
  const volumes = partitions.map(({ offset, length }) => {
    const volume = slice(disk, offset, length);
    return (
      volumeStanding(volume, image) ??
      (isBlank(volume) ? undefined : { text: sentence`a partition of unknown type`, holdsData: true, isOurs: false })
    );
  });
  const known = volumes.filter((volume) => volume !== undefined);
  const first = known.find(({ holdsData }) => holdsData) ?? known[0];
  if (first === undefined)
    return {
      text: partitions.length === 0 ? sentence`an empty partition table` : sentence`empty partitions`,
      holdsData: false,
      isOurs: false,
    };
  const others = known.length - 1;
  if (others === 0) return first;
  const more = others === 1 ? sentence`1 other volume` : sentence`${others} other volumes`;
  return { ...first, text: sentence`${first.text}, and ${more}`, isOurs: false };
}

/** Undefined if there is no known volume. */
function volumeStanding(volume: ByteSource, image: string): Standing | undefined {
  if (volume.length < SECTOR_LENGTH) return undefined;
  const locked = lockedVolume(volume);
  if (locked === 'unreadable')
    return { text: sentence`a BitLocker volume that cannot be read`, holdsData: true, isOurs: false };
  if (locked) {
    const { volumeGuid, description } = locked.metadata;
    const prepared = preparedDriveIn(description);
    const text =
      prepared === undefined
        ? sentence`a BitLocker volume ("${description}")`
        : sentence`${image} of job "${prepared.jobId}", finished (drive ${prepared.driveId})`;
    return { text, holdsData: true, isOurs: prepared !== undefined, volumeId: volumeGuid };
  }
  const name = fileSystemOf(volume);
  if (name === undefined) return undefined;
  const { label } = fileSystemFacts(volume);
  const called =
    label === undefined || label === '' ? sentence`a volume (${name})` : sentence`a volume (${name}) named "${label}"`;
  return isEmptyFileSystem(volume, name)
    ? { text: sentence`${called}, without files`, holdsData: false, isOurs: false }
    : { text: called, holdsData: true, isOurs: false };
}

function lockedVolume(volume: ByteSource): LockedVolume | 'unreadable' | undefined {
  try {
    return LockedVolume.read(volume);
  } catch (error) {
    if (error instanceof DriveFormatError) return 'unreadable';
    throw error;
  }
}

function unknownStanding(source: ByteSource, kind: 'file' | 'device'): Standing {
  if (isBlank(source)) return { text: sentence`nothing but zeros`, holdsData: false, isOurs: false };
  const size = byteCount(source.length);
  if (kind === 'device') return { text: sentence`data of unknown type (${size})`, holdsData: true, isOurs: false };
  const head = Buffer.from(readBytes(source, 0, Math.min(source.length, HEAD_LENGTH)));
  return {
    text: isText(head) ? sentence`a text file (${size})` : sentence`a file that is not a disk image (${size})`,
    holdsData: true,
    isOurs: false,
  };
}

function isText(head: Buffer): boolean {
  return (
    // eslint-disable-next-line no-control-regex -- what no text has are control characters.
    !/[\u0000-\u0008\u000e-\u001a]/.test(head.toString('latin1')) &&
    !head.toString('utf8').slice(0, -1).includes('\ufffd')
  );
}

/** Whether all bytes that were looked at are zero. */
function isBlank(source: ByteSource): boolean {
  const { length } = source;
  const buffer = new Uint8Array(Math.min(END_LENGTH, length));
  const isZero = (offset: number, count: number): boolean => {
    const part = buffer.subarray(0, count);
    source.read(offset, part);
    return part.every((byte) => byte === 0);
  };
  if (length <= WHOLE_LENGTH) {
    for (let offset = 0; offset < length; offset += buffer.length)
      if (!isZero(offset, Math.min(buffer.length, length - offset))) return false;
    return true;
  }
  if (!isZero(0, END_LENGTH) || !isZero(length - END_LENGTH, END_LENGTH)) return false;
  const step = Math.floor((length - END_LENGTH) / SAMPLES / SAMPLE_LENGTH) * SAMPLE_LENGTH;
  for (let sample = 1; sample < SAMPLES; sample++) if (!isZero(sample * step, SAMPLE_LENGTH)) return false;
  return true;
}
