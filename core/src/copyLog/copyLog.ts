/**
 * The log that the service gives back of a drive, in any of its three generations: `DriveLog` of 2011 to 2014, that of 2018, and since
 * 2021 a sequence of elements without a root. The verbose log has every blob, the error log those that something is wrong with.
 * `CopyLogReader` reads one as a stream, `CopyLogChecker` says what it reports; `CopyLogReading` does both.
 */
import type { Range } from '../text/position';

/** Text of an element or an attribute, and where it stands. */
export interface LogText {
  readonly text: string;
  readonly range: Range;
}

/** How many blocks or page ranges of a blob have a status. */
export interface RangeTally {
  readonly status: string;
  readonly count: number;
  /** Where the first of them says so. */
  readonly range: Range;
}

/** Which way the data went. */
export type LogDirection = 'import' | 'export';

/**
 * A blob, or a file of a share. Everything is as written; undefined where it is missing.
 * `status`: of a DriveLog, which says of each how it ended. `errored` and `stored`: of a log of today, which says it by the element.
 */
export interface LogBlob {
  readonly form: 'status' | 'errored' | 'stored';
  /** What the blob itself shows of it. */
  readonly direction: LogDirection | undefined;
  /** The element's name. */
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
  readonly status: LogText | undefined;
  /** What went wrong, of one that is `errored`. */
  readonly category: LogText | undefined;
  readonly errorCode: LogText | undefined;
  readonly errorMessage: LogText | undefined;
  /** Of the content, as a decimal number. */
  readonly crc64: LogText | undefined;
  /** `BlobPath`, `FileStoragePath` of a file, or the attribute `Path`. */
  readonly blobPath: LogText | undefined;
  /** On the drive. */
  readonly filePath: LogText | undefined;
  readonly length: LogText | undefined;
  readonly disposition: LogText | undefined;
  readonly dispositionStatus: LogText | undefined;
  /** Blocks and page ranges by their status, in the order in which the statuses come up. */
  readonly ranges: readonly RangeTally[];
  readonly rangeCount: number;
  readonly metadataStatus: LogText | undefined;
  readonly propertiesStatus: LogText | undefined;
}

/** What keeps a text from being a copy log. `args` are for the variant `kind` of `log/syntax`. */
export interface CopyLogProblem {
  readonly kind: 'default' | 'root';
  readonly args: readonly string[];
  readonly range: Range;
}

/** How many items a log counts under one name. */
export interface LogCount {
  readonly name: string;
  readonly count: string;
  readonly range: Range;
}

/** What a copy log says, in the order in which it stands there. Elements that nobody knows are passed over. */
export interface CopyLogVisitor {
  driveId(id: LogText): void;
  blob(blob: LogBlob): void;
  /** Of the whole drive. */
  driveStatus(status: LogText): void;
  /** `CopyLog` and its like: the version of the log. */
  version(version: LogText): void;
  /** Under `Summary`, and the totals of a log of today. */
  counted(count: LogCount): void;
  /** The element that holds the status of the drive has ended: the root of a DriveLog, or the last element of a log of today. */
  rootEnd(root: Range): void;
  /** Behind one of the kind `default` nothing comes. */
  problem(problem: CopyLogProblem): void;
}
