import type { TargetKind } from '#core/journal/sessionRecords';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import type { NtfsLayout } from '../volume/ntfs/layout';

/** A drive that will be written, before its contents are known. */
export interface DriveTarget {
  /** Upper-case. */
  readonly letter: string;
  /** Path of the image or device. */
  readonly target: string;
  readonly kind: TargetKind;
  /** Bytes of the disk; undefined for an image that becomes as large as necessary. */
  readonly capacity?: number;
  /** The DriveId that the user has chosen. */
  readonly id?: string;
}

/** Which files are on a drive, as columns in shared memory. */
export interface DriveColumns {
  /** Indexes into the catalogue's files, ascending. */
  readonly files: Uint32Array;
  /** For each file, the number of its directory on the drive. */
  readonly fileDirectory: Uint32Array;
  /** The drive's directories after its root (number 0): ascending indexes into the catalogue's target directories. */
  readonly directories: Uint32Array;
  readonly directoryParent: Uint32Array;
  /** Indexes into the catalogue's side files. */
  readonly sideFiles: readonly number[];
  /** The maximum length of `DriveManifest.xml`, in bytes. */
  readonly manifestBytes: number;
}

/** What will be on one drive, and how full it becomes. */
export interface DrivePlan extends DriveTarget {
  readonly columns: DriveColumns;
  /** Bytes of the files that are copied. */
  readonly dataBytes: number;
  /** How much of the volume is used once everything is written, in whole clusters. */
  readonly usedBytes: number;
  /** Bytes of the volume and of the disk. */
  readonly volumeBytes: number;
  readonly diskBytes: number;
  /** Blocks and page ranges of 4 MiB, assuming that page blobs have no holes, and how many of them are page ranges. */
  readonly rangeCount: number;
  readonly pageRangeCount: number;
  /**
   * Where everything is on the volume, as found when planning; undefined for a plan that was loaded. Label and serial
   * number are not set.
   */
  readonly layout?: NtfsLayout;
}

/** The drive of a file for which no drive has room. */
export const NO_DRIVE = 255;
/** The drive of a file that an earlier plan put on one of its own drives. */
export const ELSEWHERE = 254;
/** How many drives a plan can have. A driveset has at most 25. */
export const MOST_DRIVES = 253;

/** What does not fit on the drives of a plan. */
export interface LeftOver {
  readonly files: number;
  readonly bytes: number;
  /** Files that are larger than any drive, by index in the catalogue. */
  readonly tooLarge: readonly number[];
  /** How many further drives of `driveBytes` would hold the rest. */
  readonly drives: number;
  readonly driveBytes: number;
}

/** Which file goes to which drive. Plain data, which is sent to worker threads by structured clone. */
export interface JobPlan {
  readonly sessionId: string;
  /** A FILETIME for everything that gets no time from a source. */
  readonly created: bigint;
  readonly catalogue: SourceCatalogue;
  /** The drive of each file of the catalogue, `NO_DRIVE` or `ELSEWHERE`. In shared memory. */
  readonly fileDrive: Uint8Array;
  readonly drives: readonly DrivePlan[];
  readonly leftOver: LeftOver | undefined;
}

/** What a worker thread needs to know of one drive. */
export type DriveContentsData = Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'> & {
  readonly columns: DriveColumns;
};

/** The data from which the contents of a drive are created. */
export function contentsData(
  { sessionId, created, catalogue }: Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'>,
  columns: DriveColumns,
): DriveContentsData {
  return { sessionId, created, catalogue, columns };
}
