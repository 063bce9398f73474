/** A disk that this system has, and what it tells of it. */
export interface AttachedDisk {
  /** What names it: `/dev/sdb`, `\\.\PhysicalDrive1`. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  readonly logicalSectorBytes: number;
  readonly readOnly: boolean;
  /** Whether it is made to be taken off while the system runs. */
  readonly isRemovable: boolean;
  /** Of a loop device the file that it gives the bytes of. */
  readonly model?: string;
  /** The manufacturer's serial number. */
  readonly serial?: string;
  /** How it is attached: `usb`, `sata`, `nvme`. */
  readonly bus?: string;
  /** What is mounted from it, also by way of encryption and volume managers. */
  readonly volumes: readonly MountedVolume[];
  /** What of the running system lies on it: mount points, page files. */
  readonly systemParts: readonly string[];
  /** Why it cannot be overwritten now, in words: mount points, swap, volume managers; of its partitions too. */
  readonly uses: readonly string[];
}

/** A volume that the system has mounted. */
export interface MountedVolume {
  /** Where: `/media/archive`, `G:\`. */
  readonly mountPoint: string;
  /** As the system calls it. */
  readonly fileSystem?: string;
  readonly freeBytes?: number;
}

/** The disks of this system cannot be listed. The message says why, and what to do. */
export class DiskListError extends Error {}
