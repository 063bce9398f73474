/**
 * The log that the service returns for a drive, in any of its three generations: `DriveLog` of 2011 to 2014, that of
 * 2018, and since 2021 a sequence of elements without a root. The verbose log lists every blob, the error log only
 * those with problems. `CopyLogReader` reads one as a stream, `CopyLogChecker` reports its problems; `CopyLogReading`
 * does both.
 */
import type { Range } from '../text/position';

/** The text of an element or attribute, with its place. */
export interface LogText {
  readonly text: string;
  readonly range: Range;
}

/** How many blocks or page ranges of a blob have a certain status. */
export interface RangeTally {
  readonly status: string;
  readonly count: number;
  /** The place of the first one's status. */
  readonly range: Range;
}

/** The direction in which the data was copied. */
export type LogDirection = 'import' | 'export';

/**
 * A blob, or a file of a share. Everything is as written; undefined where it is missing. `status`: in a DriveLog, which
 * has a status for each. `errored` and `stored`: in a current log, where the element tells the result.
 */
export interface LogBlob {
  readonly form: 'status' | 'errored' | 'stored';
  /** The direction, as far as the blob itself reveals it. */
  readonly direction: LogDirection | undefined;
  /** The place of the element's name. */
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
  readonly status: LogText | undefined;
  /** What went wrong, if `form` is `errored`. */
  readonly category: LogText | undefined;
  readonly errorCode: LogText | undefined;
  readonly errorMessage: LogText | undefined;
  /** CRC-64 of the content, as a decimal number. */
  readonly crc64: LogText | undefined;
  /** `BlobPath`, `FileStoragePath` of a file, or the attribute `Path`. */
  readonly blobPath: LogText | undefined;
  /** Path on the drive. */
  readonly filePath: LogText | undefined;
  readonly length: LogText | undefined;
  readonly disposition: LogText | undefined;
  readonly dispositionStatus: LogText | undefined;
  /** Blocks and page ranges by status, in the order in which the statuses first occur. */
  readonly ranges: readonly RangeTally[];
  readonly rangeCount: number;
  readonly metadataStatus: LogText | undefined;
  readonly propertiesStatus: LogText | undefined;
}

/** Why a text is not a copy log. `args` are for the variant `kind` of `log/syntax`. */
export interface CopyLogProblem {
  readonly kind: 'default' | 'root';
  readonly args: readonly string[];
  readonly range: Range;
}

/** A count of items, as the log states it under a name. */
export interface LogCount {
  readonly name: string;
  readonly count: string;
  readonly range: Range;
}

/** Receives the content of a copy log, in the order of the text. Unknown elements are skipped. */
export interface CopyLogVisitor {
  driveId(id: LogText): void;
  blob(blob: LogBlob): void;
  /** The status of the whole drive. */
  driveStatus(status: LogText): void;
  /** The version of the log, from `CopyLog` or a similar element. */
  version(version: LogText): void;
  /** A count under `Summary`, or a total of a current log. */
  counted(count: LogCount): void;
  /**
   * Called at the end of the element with the drive's status: the root of a DriveLog, or the last element of a current
   * log.
   */
  rootEnd(root: Range): void;
  /** Nothing follows a problem of the kind `default`. */
  problem(problem: CopyLogProblem): void;
}
