/**
 * The log that the service gives back of a drive (`DriveLog`): the verbose log has every blob, the error log those that something is
 * wrong with. `CopyLogReader` reads one as a stream, `CopyLogChecker` says what it reports; `CopyLogReading` does both.
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

/** A blob, or a file of a share. Everything is as written; undefined where it is missing. */
export interface LogBlob {
  /** The element's name. */
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
  readonly status: LogText | undefined;
  /** `BlobPath`, or `FileStoragePath` of a file. */
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

/** What a copy log says, in the order in which it stands there. Elements that nobody knows are passed over. */
export interface CopyLogVisitor {
  driveId(id: LogText): void;
  blob(blob: LogBlob): void;
  /** Of the whole drive. */
  driveStatus(status: LogText): void;
  /** The root has ended. */
  rootEnd(root: Range): void;
  /** Behind one of the kind `default` nothing comes. */
  problem(problem: CopyLogProblem): void;
}
