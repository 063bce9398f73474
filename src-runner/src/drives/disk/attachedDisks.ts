import { statfsSync } from 'node:fs';
import { sentence } from '../../language/sentence';
import { DiskListError } from './attachedDisk';
import type { AttachedDisk, MountedVolume } from './attachedDisk';
import { linuxDisks } from './blockDevice';
import { windowsDisks } from './windowsDisks';

/** The whole disks of this system. @throws DiskListError, and the signal's reason where it is aborted */
export async function attachedDisks(
  signal: AbortSignal,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly AttachedDisk[]> {
  switch (platform) {
    case 'win32':
      return windowsDisks(signal);
    case 'linux':
      return linuxDisks().map((disk) => ({ ...disk, volumes: disk.volumes.map(withFreeRoom) }));
    default:
      throw new DiskListError(
        sentence`The disks of this system (${platform}) cannot be listed yet. Specify a disk by its path, such as /dev/rdisk4.`,
      );
  }
}

function withFreeRoom(volume: MountedVolume): MountedVolume {
  try {
    const { bavail, bsize } = statfsSync(volume.mountPoint);
    return { ...volume, freeBytes: bavail * bsize };
  } catch {
    // It may have gone meanwhile, or be closed to this user.
    return volume;
  }
}
