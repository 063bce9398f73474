import { holdsDrive } from '../../drives/ownDrive';
import { inspectTarget } from '../../drives/preparationTarget';
import type { DrivePlan } from '../../plan/jobPlan';
import { createDriveIdentity, driveMarks, parseDriveIdentity } from '../../preparation/driveIdentity';
import type { RecordedDrive, RecordedSession } from '#core/journal/sessionHistory';
import type { KeyStretching } from '../../threads/keyStretching';
import type { EncryptionMethod } from '../../volume/bitlocker/encryptionMethod';
import { layoutDisk } from '../../volume/diskLayout';
import type { DriveOption } from '../jobOptions';
import { newDriveId } from './newSession';

/**
 * What a drive becomes whose medium is lost, where `--drive` names another one: as if it had not been begun, with an identity and keys of its
 * own, so that the first medium, should it come back, is nobody's.
 *
 * @returns undefined where the drive is at the named place, or still at its own: one that is there is not replaced
 */
export function replacedDrive(session: RecordedSession, { description }: RecordedDrive, { diskBytes }: DrivePlan, named: DriveOption, keys: KeyStretching): RecordedDrive | undefined {
  const marks = driveMarks(session.id, parseDriveIdentity(description.bitLockerSecrets), layoutDisk(diskBytes));
  const { target } = named;
  // What cannot be read any more is lost as well.
  if (holdsDrive(target, marks) || holdsDrive(description.target, marks)) return undefined;
  const { label } = parseDriveIdentity(description.bitLockerSecrets);
  const identity = createDriveIdentity(keys.newSecrets(session.parameters.options['cipher'] as EncryptionMethod), label, new Date());
  const driveId = named.id ?? inspectTarget(target).serial ?? newDriveId();
  return {
    description: { ...description, driveId, target, bitLockerKey: identity.bitlocker.recoveryPassword, bitLockerSecrets: JSON.stringify(identity) },
    state: undefined,
    isReadBack: false,
    info: undefined,
  };
}
