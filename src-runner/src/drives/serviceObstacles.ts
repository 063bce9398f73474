import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import type { VolumeContents } from './openDrive';

/**
 * Why the import service would not accept a drive, in words, each reason with its remedy. Empty if it would, as far as
 * can be told.
 *
 * @param fileSystem the usual name of what the volume holds; undefined if it is locked
 */
export function serviceObstacles(contents: VolumeContents, fileSystem: string | undefined): string[] {
  if (contents.kind !== 'bitlocker')
    return [
      sentence`It is not encrypted with BitLocker, which the import service requires. Encrypt it, or prepare it again.`,
    ];
  const { header, metadata, isSuspended, recoveryProtectors } = contents.locked;
  const obstacles: string[] = [];
  if (header.sectorLength !== SECTOR_LENGTH)
    obstacles.push(
      sentence`It has ${header.sectorLength}-byte sectors; the import service accepts only drives with 512-byte logical sectors. Use another drive.`,
    );
  if (header.toGo)
    obstacles.push(
      sentence`It is a BitLocker To Go volume with a FAT file system; the import service accepts only NTFS. Format it with NTFS.`,
    );
  else if (fileSystem !== undefined && fileSystem !== 'NTFS')
    obstacles.push(
      sentence`Its file system is ${fileSystem}; the import service accepts only NTFS. Format it with NTFS.`,
    );
  if (metadata.state === 'off') obstacles.push(sentence`BitLocker is turned off on it. Turn it on.`);
  else if (metadata.state !== 'encrypted')
    obstacles.push(
      sentence`Windows has not finished encrypting or decrypting it. Attach it to that Windows computer, and wait until "manage-bde -status" shows 100 %.`,
    );
  if (isSuspended)
    obstacles.push(
      sentence`BitLocker protection is suspended: anyone can read the drive. Resume protection: manage-bde -protectors -enable <drive>:.`,
    );
  if (recoveryProtectors.length === 0)
    obstacles.push(
      sentence`It has no recovery password, which the service needs. Add one: manage-bde -protectors -add <drive>: -RecoveryPassword.`,
    );
  return obstacles;
}
