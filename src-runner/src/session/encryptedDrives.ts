import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { byteCount } from '#core/text/byteCount';
import { DriveOpenError } from '../drives/targetSource';
import { openDrive } from '../drives/openDrive';
import { defaultTarget } from '../model/defaultTarget';
import { serviceObstacles } from '../drives/serviceObstacles';
import { sentence } from '../language/sentence';
import { DriveFormatError, DriveReadError } from '../volume/byteSource';
import { NtfsVolume } from '../volume/ntfs/read/ntfsVolume';
import type { JobOptions } from '../job/jobOptions';

/** What was found out about a drive that is already encrypted. */
export interface EncryptedDrive {
  readonly text: string;
  readonly isError: boolean;
}

/**
 * Looks at the drives that the driveset calls AlreadyEncrypted: opens each with its key and reports its free space.
 * Nothing is written to them: adding data to a volume is not possible yet.
 */
export async function lookAtEncryptedDrives(
  entries: readonly DrivesetEntry[],
  { drives }: JobOptions,
  signal: AbortSignal,
): Promise<EncryptedDrive[]> {
  const found: EncryptedDrive[] = [];
  for (const { letter, key, encrypts } of entries) {
    if (encrypts || key === undefined) continue;
    const target = drives.get(letter)?.target ?? defaultTarget(letter);
    try {
      found.push({ text: sentence`drive ${letter}, ${target}: ${await unlock(target, key, signal)}`, isError: false });
    } catch (error) {
      // The drive need not be attached, because it gets no data.
      if (error instanceof DriveOpenError) continue;
      if (!(error instanceof DriveFormatError || error instanceof DriveReadError)) throw error;
      found.push({ text: sentence`drive ${letter}, ${target}: ${error.message}`, isError: true });
    }
  }
  return found;
}

async function unlock(target: string, key: string, signal: AbortSignal): Promise<string> {
  const drive = openDrive(target);
  try {
    const { contents } = drive;
    switch (contents.kind) {
      case 'bitlocker': {
        const { locked } = contents;
        const obstacles = serviceObstacles(contents, undefined);
        if (obstacles.length > 0) throw new DriveFormatError(obstacles.join(' '));
        const { volume, wipe } = await locked.unlock(key, signal);
        try {
          return sentence`its key unlocks it, and ${byteCount(NtfsVolume.open(volume).freeBytes())} are free.`;
        } finally {
          wipe();
        }
      }
      case 'unreadable':
        throw contents.error;
      case 'file system':
        throw new DriveFormatError(sentence`it is not encrypted: it holds ${contents.name}.`);
      case 'incomplete':
        throw new DriveFormatError(
          sentence`its preparation in session "${contents.marker.sessionId}" is not complete. Finish that session first.`,
        );
      case 'empty':
      case 'unknown':
        throw new DriveFormatError(sentence`it has no BitLocker volume.`);
    }
  } finally {
    drive.close();
  }
}
