import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SessionDrive } from '#core/journal/sessionRecords';
import type { UnstretchedSecrets } from '../volume/bitlocker/bitlockerSecrets';
import { layoutDisk } from '../volume/diskLayout';
import type { DiskLayout } from '../volume/diskLayout';
import type { GptIdentity } from '../volume/gpt/writeGpt';

/**
 * Everything on a drive that is random or depends on the time. With the identity and the plan, a resumed session writes
 * the same bytes again. Plain JSON, and as secret as the key in it.
 */
export interface DriveIdentity {
  readonly bitlocker: UnstretchedSecrets;
  readonly disk: GptIdentity;
  /** The GUID of the image, if the drive is one. */
  readonly imageId: string;
  /** RFC 3339. */
  readonly created: string;
  /** Serial number of the NTFS volume, hexadecimal. */
  readonly volumeSerial: string;
  readonly label: string;
}

/** A new identity with these secrets. The other random values also come from the system's cryptographic source. */
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

/** What distinguishes the drive of a session from every other drive. All of it is in the recovery log. */
export interface DriveMarks {
  readonly sessionId: string;
  /** The GUID of its BitLocker volume. */
  readonly volumeId: string;
  readonly diskGuid: string;
  readonly disk: DiskLayout;
}

/**
 * The marks by which the medium of a recorded drive is recognized. A drive without data was never made and has none.
 *
 * @throws SyntaxError
 */
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

/** A DriveId for an image, which has no serial number. It is as long as the serial numbers of disks. */
export function newDriveId(): string {
  return `SN${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 12).toUpperCase()}`;
}
