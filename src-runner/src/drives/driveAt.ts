import { statSync } from 'node:fs';
import type { TargetKind } from '#core/journal/sessionRecords';
import { DiskDrive } from './disk/diskDrive';
import type { Drive } from './drive';
import { ImageDrive } from './image/imageDrive';

/**
 * The drive at a path, of the kind that is found there.
 *
 * @param expected the kind if nothing is there, because a disk may be detached. By default, the spelling of the path
 * decides
 */
export function driveAt(path: string, expected = kindBySpelling(path)): Drive {
  return kindThere(path, expected) === 'device' ? new DiskDrive(path) : new ImageDrive(path);
}

function kindThere(path: string, expected: TargetKind): TargetKind {
  try {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts === undefined) return expected;
    return facts.isBlockDevice() || (facts.isCharacterDevice() && isRawDisk(path)) ? 'device' : 'image';
  } catch {
    return expected;
  }
}

function kindBySpelling(path: string): TargetKind {
  const isDevice = path.startsWith('/dev/') ? !path.startsWith('/dev/shm/') : path.startsWith('\\\\.\\');
  return isDevice ? 'device' : 'image';
}

/** macOS gives uncached access to a disk through a character device; on Windows, every disk is one. */
function isRawDisk(path: string): boolean {
  return /^\/dev\/rdisk\d+$/.test(path) || path.startsWith('\\\\.\\');
}
