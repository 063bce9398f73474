import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../../language/sentence';
import type { AttachedDisk } from './attachedDisk';

/** Why a disk cannot be written, in words, what weighs most first; none where it can. */
export function diskObstacles(path: string, disk: Omit<AttachedDisk, 'path'>): string[] {
  const { systemParts, uses, readOnly, logicalSectorBytes } = disk;
  const obstacles: string[] = [];
  if (systemParts.length > 0)
    obstacles.push(sentence`This system runs from ${path} (${systemParts.join(', ')}). Specify another disk.`);
  if (uses.length > 0)
    obstacles.push(sentence`${path} is in use: ${uses.join('; ')}. Unmount and release it first; nothing was written.`);
  if (readOnly) obstacles.push(sentence`${path} is read-only. Remove its write protection, or specify another drive.`);
  if (logicalSectorBytes !== SECTOR_LENGTH)
    obstacles.push(
      sentence`${path} has ${logicalSectorBytes}-byte sectors. The import service accepts only drives with 512-byte logical sectors.`,
    );
  return obstacles;
}
