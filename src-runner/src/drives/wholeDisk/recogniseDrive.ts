import { SECTOR_LENGTH } from '#core/limits/limits';
import { LockedVolume } from '../../volume/bitlocker/lockedVolume';
import type { ByteSource } from '../../volume/byteSource';
import { DriveFormatError, readBytes, slice } from '../../volume/byteSource';
import { GUID_LENGTH, guidText } from '../../volume/guid';
import { GPT_SIGNATURE, Header } from '../../volume/gpt/gptFormat';
import type { DriveMarks } from '../driveIdentity';
import { markerIn } from '../standing';

/** How far the drive of a session has come, according to its medium. */
export type OwnDrive = 'unfinished' | 'opened';

/**
 * Recognizes the drive of a session by what is on it, whatever its path: by the mark of an unfinished preparation, or
 * by the GUID of the volume once it can be opened.
 *
 * @returns undefined for every other medium
 * @throws DriveReadError
 */
export function recogniseDrive(source: ByteSource, marks: DriveMarks): OwnDrive | undefined {
  const marker = markerIn(source);
  if (marker) {
    // Marks of earlier versions lack the GUID of the volume, so the GUID of the disk must match.
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

function diskGuidOf(source: ByteSource): string | undefined {
  if (source.length < 2 * SECTOR_LENGTH) return undefined;
  const header = readBytes(source, SECTOR_LENGTH, SECTOR_LENGTH);
  if (Buffer.from(header.subarray(0, GPT_SIGNATURE.length)).toString('latin1') !== GPT_SIGNATURE) return undefined;
  return guidText(Buffer.from(header.subarray(Header.diskGuid, Header.diskGuid + GUID_LENGTH)));
}
