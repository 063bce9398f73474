import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SessionDrive } from '#core/journal/sessionRecords';
import type { UnstretchedSecrets } from '../volume/bitlocker/bitlockerSecrets';
import { layoutDisk } from '../volume/diskLayout';
import type { DiskLayout } from '../volume/diskLayout';
import type { GptIdentity } from '../volume/gpt/writeGpt';

/**
 * All that is random or bound to a time in a drive: with it and the plan a session that was interrupted writes the same bytes again.
 * Plain JSON, as secret as the key in it.
 */
export interface DriveIdentity {
  readonly bitlocker: UnstretchedSecrets;
  readonly disk: GptIdentity;
  /** Of the image, where the drive is one. */
  readonly imageId: string;
  /** RFC 3339. */
  readonly created: string;
  /** Serial number of the NTFS volume, hexadecimal. */
  readonly volumeSerial: string;
  readonly label: string;
}

/** A new identity with these secrets. The rest is from the system's cryptographic source, too. */
export function createDriveIdentity(bitlocker: UnstretchedSecrets, label: string, now: Date): DriveIdentity {
  return {
    bitlocker,
    disk: { diskGuid: randomUUID(), partitionGuid: randomUUID() },
    imageId: randomUUID(),
    created: now.toISOString(),
    volumeSerial: randomBytes(8).toString('hex'),
    label,
  };
}

/** What tells the drive of a session from every other: all of it is in the recovery log. */
export interface DriveMarks {
  readonly sessionId: string;
  /** The GUID of its BitLocker volume. */
  readonly volumeId: string;
  readonly diskGuid: string;
  readonly disk: DiskLayout;
}

/** What the medium of a recorded drive is known by. One without data is not made, and has no marks. @throws SyntaxError */
export function marksOf(sessionId: string, { bitLockerSecrets, capacity }: SessionDrive): DriveMarks {
  const { bitlocker, disk } = parseDriveIdentity(bitLockerSecrets);
  return { sessionId, volumeId: bitlocker.volumeGuid, diskGuid: disk.diskGuid, disk: layoutDisk(capacity) };
}

/** @throws SyntaxError for a text that no session wrote */
export function parseDriveIdentity(json: string): DriveIdentity {
  const identity = JSON.parse(json) as Partial<DriveIdentity> | null;
  if (
    typeof identity?.bitlocker?.volumeKey !== 'string' ||
    typeof identity.disk?.diskGuid !== 'string' ||
    typeof identity.volumeSerial !== 'string'
  ) {
    throw new SyntaxError('This is no identity of a drive.');
  }
  return identity as DriveIdentity;
}

/** Of an image, which has no serial number: as long as those of disks are. */
export function newDriveId(): string {
  return `SN${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 12).toUpperCase()}`;
}
