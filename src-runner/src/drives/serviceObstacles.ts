import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import type { VolumeContents } from './openDrive';

/**
 * Why the import service would not take a drive, in words, each with the remedy; none where it would, as far as it can be told.
 *
 * @param fileSystem the usual name of what the volume holds; undefined where it is locked
 */
export function serviceObstacles(contents: VolumeContents, fileSystem: string | undefined): string[] {
  if (contents.kind !== 'bitlocker')
    return [
      sentence`It is not encrypted with BitLocker; the import service takes no other drives. Encrypt it, or prepare it anew.`,
    ];
  const { header, metadata, isSuspended, recoveryProtectors } = contents.locked;
  const obstacles: string[] = [];
  if (header.sectorLength !== SECTOR_LENGTH)
    obstacles.push(
      sentence`It has sectors of ${header.sectorLength} bytes; the import service takes drives with 512-byte logical sectors only. Use another drive.`,
    );
  if (header.toGo)
    obstacles.push(
      sentence`It is a BitLocker To Go volume with a FAT file system; the import service takes NTFS only. Format it with NTFS.`,
    );
  else if (fileSystem !== undefined && fileSystem !== 'NTFS')
    obstacles.push(
      sentence`Its file system is ${fileSystem}; the import service takes NTFS only. Format it with NTFS.`,
    );
  if (metadata.state === 'off') obstacles.push(sentence`BitLocker is turned off on it. Turn it on.`);
  else if (metadata.state !== 'encrypted')
    obstacles.push(
      sentence`Windows has not finished encrypting or decrypting it. Attach it to that Windows until "manage-bde -status" says 100 %.`,
    );
  if (isSuspended)
    obstacles.push(
      sentence`BitLocker protection is suspended: anybody can read it. Resume it: manage-bde -protectors -enable <drive>:.`,
    );
  if (recoveryProtectors.length === 0)
    obstacles.push(
      sentence`It has no recovery password, which the service needs. Add one: manage-bde -protectors -add <drive>: -RecoveryPassword.`,
    );
  return obstacles;
}
