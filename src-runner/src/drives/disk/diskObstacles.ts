import { sentence } from '../../language/sentence';
import type { AttachedDisk } from './attachedDisk';

/** Preparing needs disks of 512-byte sectors: the service takes no others (formats.md, section 5). */
const SECTOR_BYTES = 512;

/** Why a disk cannot be written, in words, what weighs most first; none where it can. */
export function diskObstacles(path: string, disk: Omit<AttachedDisk, 'path'>): string[] {
  const { systemParts, uses, readOnly, logicalSectorBytes } = disk;
  const obstacles: string[] = [];
  if (systemParts.length > 0)
    obstacles.push(
      sentence`${path} is a disk that this system runs from (${systemParts.join(', ')}). Name another one.`,
    );
  if (uses.length > 0)
    obstacles.push(sentence`${path} is in use: ${uses.join('; ')}. Unmount and release it first; nothing was written.`);
  if (readOnly) obstacles.push(sentence`${path} is read-only. Take off its write protection, or name another drive.`);
  if (logicalSectorBytes !== SECTOR_BYTES)
    obstacles.push(
      sentence`${path} has sectors of ${logicalSectorBytes} bytes. The import service takes drives with 512-byte logical sectors only.`,
    );
  return obstacles;
}
