import type { JrmDrive } from '#core/jrm/jrm';
import { isExternalKey, isRecoveryKey } from '#core/names/recoveryKey';
import { sentence } from '../language/sentence';
import { BitlockerError } from '../volume/bitlocker/bitlockerError';
import type { LockedVolume, UnlockedVolume } from '../volume/bitlocker/lockedVolume';

/** A drive of a JRM, and its unlocked volume. */
export interface JrmVolume {
  readonly drive: JrmDrive;
  readonly unlocked: UnlockedVolume;
}

/** Whether the JRM says that the volume belongs to this drive. */
export function isVolumeOf({ metadata }: LockedVolume, { VolumeId }: JrmDrive): boolean {
  return VolumeId?.toLowerCase() === metadata.volumeGuid;
}

/**
 * Opens a volume with a key of the JRM: that of the drive with the volume's GUID, or else any that fits.
 *
 * @param candidates at least one
 * @returns if none of them opens it, the reason in words, without any key
 * @throws BitlockerError if no key could open it
 * @throws the signal's reason if it is aborted
 */
export async function unlockWithJrm(
  locked: LockedVolume,
  candidates: readonly JrmDrive[],
  signal: AbortSignal,
): Promise<JrmVolume | string> {
  const likely = candidates.filter((drive) => isVolumeOf(locked, drive));
  let refusal = '';
  for (const drive of likely.length > 0 ? likely : candidates) {
    const { DriveId, BitLockerKey } = drive;
    if (!isRecoveryKey(BitLockerKey)) {
      if (isExternalKey(BitLockerKey)) {
        refusal = sentence`The JRM has an external key for drive ${DriveId}. A drive can be unlocked here only with its numerical password, which has 8 groups of 6 digits.`;
        continue;
      }
      refusal = sentence`The JRM's BitLockerKey for drive ${DriveId} is not a recovery key: a recovery key has 8 groups of 6 digits, each divisible by 11.`;
      continue;
    }
    try {
      return { drive, unlocked: await locked.unlock(BitLockerKey, signal) };
    } catch (error) {
      if (!(error instanceof BitlockerError) || error.obstacle !== 'wrong-key') throw error;
      refusal = sentence`The JRM's key for drive ${DriveId} does not unlock it. ${error.message}`;
    }
  }
  return refusal;
}
