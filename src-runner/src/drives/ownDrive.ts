import { existsSync } from 'node:fs';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import { TargetError } from '../model/copyResult';
import { LockedVolume } from '../volume/bitlocker/lockedVolume';
import type { ByteSource } from '../volume/byteSource';
import { DriveFormatError, readBytes, slice } from '../volume/byteSource';
import type { DiskLayout } from '../volume/diskLayout';
import { GUID_LENGTH, guidText } from '../volume/guid';
import { GPT_SIGNATURE, Header } from '../volume/gpt/gptFormat';
import { lookFailure, markerIn, standingOf } from './standing';
import { openTargetSource } from './targetSource';

/** What tells the drive of a session from every other: all of it is in the recovery log. */
export interface DriveMarks {
  readonly sessionId: string;
  /** The GUID of its BitLocker volume. */
  readonly volumeId: string;
  readonly diskGuid: string;
  readonly disk: DiskLayout;
}

/** How far the drive of a session has come, by what is on the medium. */
export type OwnDrive = 'unfinished' | 'opened';

/**
 * Recognises the drive of a session by what is on it, whatever its path: by the mark of an unfinished preparation, or by the volume's
 * GUID once it can be opened.
 *
 * @returns undefined of every other medium
 * @throws DriveReadError
 */
export function recogniseDrive(source: ByteSource, marks: DriveMarks): OwnDrive | undefined {
  const marker = markerIn(source);
  if (marker) {
    // Marks of earlier versions have no GUID of the volume: there the disk's own has to be right.
    const isSame =
      marker.volumeId === undefined ? diskGuidOf(source) === marks.diskGuid : marker.volumeId === marks.volumeId;
    return isSame && marker.sessionId === marks.sessionId ? 'unfinished' : undefined;
  }
  const { partitionOffset, partitionLength } = marks.disk;
  if (source.length < partitionOffset + partitionLength) return undefined;
  try {
    const locked = LockedVolume.read(slice(source, partitionOffset, partitionLength));
    return locked?.metadata.volumeGuid === marks.volumeId ? 'opened' : undefined;
  } catch (error) {
    if (error instanceof DriveFormatError) return undefined;
    throw error;
  }
}

/**
 * Whether a target holds the drive of a session; where it does not, what it holds, in words.
 *
 * @throws TargetError where that cannot be told
 */
export function lookAt(target: string, marks: DriveMarks): 'own' | (string & {}) {
  try {
    if (!existsSync(target)) return sentence`nothing`;
    const source = openTargetSource(target);
    try {
      if (recogniseDrive(source, marks)) return 'own';
    } finally {
      source.close();
    }
    return standingOf(target).text;
  } catch (error) {
    throw lookFailure(error) ?? error;
  }
}

/** Whether a target holds the drive of a session. What cannot be read does not. */
export function holdsDrive(target: string, marks: DriveMarks): boolean {
  try {
    return lookAt(target, marks) === 'own';
  } catch (error) {
    if (error instanceof TargetError) return false;
    throw error;
  }
}

function diskGuidOf(source: ByteSource): string | undefined {
  if (source.length < 2 * SECTOR_LENGTH) return undefined;
  const header = readBytes(source, SECTOR_LENGTH, SECTOR_LENGTH);
  if (Buffer.from(header.subarray(0, GPT_SIGNATURE.length)).toString('latin1') !== GPT_SIGNATURE) return undefined;
  return guidText(Buffer.from(header.subarray(Header.diskGuid, Header.diskGuid + GUID_LENGTH)));
}
