import type { AttachedDisk } from '../../drives/disk/attachedDisk';
import { diskObstacles } from '../../drives/disk/diskObstacles';
import type { Standing } from '../../drives/standing';
import { byteCount } from '#core/text/byteCount';

/** A disk, as `sneakernet disks --json` tells of it. Lengths are bytes, and what is not known is null. */
export interface DiskReport {
  /** What --drive takes: `/dev/sdb`, `\\.\PhysicalDrive1`. */
  readonly path: string;
  readonly model: string | null;
  /** The manufacturer's serial number, which becomes the drive's id. */
  readonly serial: string | null;
  readonly length: number;
  /** `usb`, `sata`, `nvme`, … */
  readonly bus: string | null;
  /** Made to be taken off while the system runs. */
  readonly removable: boolean;
  readonly sectorLength: number;
  readonly readOnly: boolean;
  /** What is on it, in words; null where it could not be read. */
  readonly standing: string | null;
  /** Why it could not be read. */
  readonly standingProblem: string | null;
  /** Whether something would be lost. */
  readonly holdsData: boolean | null;
  /** What the system has mounted from it. */
  readonly volumes: readonly {
    readonly mountPoint: string;
    readonly fileSystem: string | null;
    readonly freeBytes: number | null;
  }[];
  /** Why it cannot be a target, in words; none where it can. */
  readonly obstacles: readonly string[];
}

/** @param standing what is on the disk, or why that could not be read */
export function diskReport(disk: AttachedDisk, standing: Standing | string): DiskReport {
  const looked = typeof standing === 'string' ? undefined : standing;
  return {
    path: disk.path,
    model: disk.model ?? null,
    serial: disk.serial ?? null,
    length: disk.length,
    bus: disk.bus ?? null,
    removable: disk.isRemovable,
    sectorLength: disk.logicalSectorBytes,
    readOnly: disk.readOnly,
    standing: looked?.text ?? null,
    standingProblem: typeof standing === 'string' ? standing : null,
    holdsData: looked?.holdsData ?? null,
    volumes: disk.volumes.map(({ mountPoint, fileSystem, freeBytes }) => ({
      mountPoint,
      fileSystem: fileSystem ?? null,
      freeBytes: freeBytes ?? null,
    })),
    obstacles: diskObstacles(disk.path, disk),
  };
}

/** The disks for a person: a line for each, and below it what is on it. */
export function disksText(reports: readonly DiskReport[]): string {
  const rows = reports.map(({ path, length, bus, removable, model, serial }) => [
    path,
    byteCount(length),
    [bus ?? 'unknown bus', ...(removable ? ['removable'] : [])].join(', '),
    model ?? '',
    serial ?? '',
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = reports.flatMap((report, index) => [
    rows[index]!.map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
    ...details(report).map((line) => `   ${line}`),
  ]);
  // One line each, whatever a name may hold.
  return lines.map((line) => `${line.replace(/\p{Cc}+/gu, ' ')}\n`).join('');
}

function details({ standing, standingProblem, volumes, obstacles }: DiskReport): string[] {
  return [
    standing === null ? (standingProblem ?? '') : `holds ${standing}`,
    ...volumes.map(({ mountPoint, fileSystem, freeBytes }) => {
      const free = freeBytes === null ? '' : `, ${byteCount(freeBytes)} free`;
      return `mounted at ${mountPoint}: ${fileSystem ?? 'a file system that cannot be read'}${free}`;
    }),
    ...obstacles.map((obstacle) => `no target: ${obstacle}`),
  ];
}
