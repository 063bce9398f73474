import type { TargetKind } from '#core/journal/sessionRecords';
import type { SourceCatalogue } from '../scan/sourceCatalogue';
import type { NtfsLayout } from '../volume/ntfs/layout';

/** A drive that is to be written, before it is known with what. */
export interface DriveTarget {
  /** Upper-case. */
  readonly letter: string;
  /** Path of the image or device. */
  readonly target: string;
  readonly kind: TargetKind;
  /** Bytes of the disk; undefined of an image that becomes as large as it has to be. */
  readonly capacity?: number;
  /** The DriveId that the user wants it to have. */
  readonly id?: string;
}

/** Which files lie on a drive, in columns in shared memory. */
export interface DriveColumns {
  /** Indexes into the catalogue's files, ascending. */
  readonly files: Uint32Array;
  /** The directory of each on the drive. */
  readonly fileDirectory: Uint32Array;
  /** The directories of the drive behind its root, which is number 0: indexes into the catalogue's target directories, ascending. */
  readonly directories: Uint32Array;
  readonly directoryParent: Uint32Array;
  /** Indexes into the catalogue's side files. */
  readonly sideFiles: readonly number[];
  /** The most bytes that `DriveManifest.xml` can have. */
  readonly manifestBytes: number;
}

/** What becomes of one drive. */
export interface DrivePlan extends DriveTarget {
  readonly columns: DriveColumns;
  /** Bytes of the files that are copied. */
  readonly dataBytes: number;
  /** What is used on the volume when all is written, in whole clusters. */
  readonly usedBytes: number;
  /** Bytes of the volume and of the disk. */
  readonly volumeBytes: number;
  readonly diskBytes: number;
  /** Blocks and page ranges of 4 MiB, were there no holes in page blobs; and how many of them are page ranges. */
  readonly rangeCount: number;
  readonly pageRangeCount: number;
  /** Where everything lies, as the planning found it; undefined of a plan that was read back. Label and serial number are not set. */
  readonly layout?: NtfsLayout;
}

/** Drive of a file that no drive has room for. */
export const NO_DRIVE = 255;
/** Drive of a file that an earlier plan gave to one of its own. */
export const ELSEWHERE = 254;
/** A driveset may have so many; it has 25 at most. */
export const MOST_DRIVES = 253;

/** What a plan leaves over. */
export interface LeftOver {
  readonly files: number;
  readonly bytes: number;
  /** Files that are larger than any drive, by index in the catalogue. */
  readonly tooLarge: readonly number[];
  /** So many further drives of `driveBytes` would take the rest. */
  readonly drives: number;
  readonly driveBytes: number;
}

/** Which file goes to which drive. Plain data: it goes to worker threads by structured clone. */
export interface JobPlan {
  readonly sessionId: string;
  /** FILETIME of what no source gives a time. */
  readonly created: bigint;
  readonly catalogue: SourceCatalogue;
  /** The drive of each file of the catalogue, or `NO_DRIVE`, or `ELSEWHERE`. In shared memory. */
  readonly fileDrive: Uint8Array;
  readonly drives: readonly DrivePlan[];
  readonly leftOver: LeftOver | undefined;
}

/** What a worker thread needs to know of one drive. */
export type DriveContentsData = Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'> & {
  readonly columns: DriveColumns;
};

/** What is needed to make the contents of a drive. */
export function contentsData(
  { sessionId, created, catalogue }: Pick<JobPlan, 'sessionId' | 'created' | 'catalogue'>,
  columns: DriveColumns,
): DriveContentsData {
  return { sessionId, created, catalogue, columns };
}
