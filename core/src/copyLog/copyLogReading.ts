import type { FileFinding } from '../rules/fileFinding';
import { CopyLogChecker } from './checkCopyLog';
import type { CopyLogProblem, CopyLogVisitor, LogBlob, LogCount, LogDirection, LogText } from './copyLog';
import { CopyLogReader } from './copyLogReader';
import type { Range } from '../text/position';

/** How many blobs are kept; further ones are only counted. */
const MAX_BLOBS = 5000;
/** How many statuses are counted separately; twenty are documented. */
const MAX_STATUSES = 100;

/** The content of a copy log. */
export interface ReadCopyLog {
  readonly driveId: LogText | undefined;
  /** The drive's status. */
  readonly status: LogText | undefined;
  /** The first blobs. */
  readonly blobs: readonly LogBlob[];
  readonly blobCount: number;
  /**
   * How many blobs have each status. In a current log: how many have each error category, with `Completed` for blobs
   * without error.
   */
  readonly statusCounts: ReadonlyMap<string, number>;
  /** The counts stated in the log itself. */
  readonly counts: readonly LogCount[];
  readonly version: LogText | undefined;
  /** As far as the log reveals it. */
  readonly direction: LogDirection | undefined;
}

/** Reads a copy log piece by piece and reports its problems. Memory is bounded. */
export class CopyLogReading implements CopyLogVisitor {
  readonly #checker: CopyLogChecker;
  readonly #reader = new CopyLogReader(this);
  readonly #blobs: LogBlob[] = [];
  readonly #statusCounts = new Map<string, number>();
  readonly #counts: LogCount[] = [];
  #version: LogText | undefined;
  #direction: LogDirection | undefined;
  #driveId: LogText | undefined;
  #status: LogText | undefined;
  #blobCount = 0;

  constructor(report: (finding: FileFinding) => void) {
    this.#checker = new CopyLogChecker(report);
  }

  push(piece: string): void {
    this.#reader.push(piece);
  }

  /** Ends the log. */
  end(): ReadCopyLog {
    this.#reader.end();
    this.#checker.end();
    return {
      driveId: this.#driveId,
      status: this.#status,
      blobs: this.#blobs,
      blobCount: this.#blobCount,
      statusCounts: this.#statusCounts,
      counts: this.#counts,
      version: this.#version,
      direction: this.#direction,
    };
  }

  driveId(id: LogText): void {
    this.#driveId ??= id;
  }

  blob(blob: LogBlob): void {
    this.#blobCount++;
    if (this.#blobs.length < MAX_BLOBS) this.#blobs.push(blob);
    this.#direction ??= blob.direction;
    const status = statusOf(blob);
    const count = this.#statusCounts.get(status);
    if (count !== undefined || this.#statusCounts.size < MAX_STATUSES) this.#statusCounts.set(status, (count ?? 0) + 1);
    this.#checker.blob(blob);
  }

  version(version: LogText): void {
    this.#version ??= version;
  }

  counted(count: LogCount): void {
    if (this.#counts.length < MAX_STATUSES) this.#counts.push(count);
  }

  driveStatus(status: LogText): void {
    this.#status = status;
    this.#checker.driveStatus(status);
  }

  rootEnd(root: Range): void {
    this.#checker.rootEnd(root);
  }

  problem(problem: CopyLogProblem): void {
    this.#checker.problem(problem);
  }
}

/** The result of a blob in one word; empty where the log does not say. */
export function statusOf({ form, status, category }: LogBlob): string {
  return status?.text ?? category?.text ?? (form === 'stored' ? 'Completed' : '');
}

/** The findings of a log that comes in pieces, in the order in which they are found. */
export function checkCopyLog(pieces: Iterable<string>): FileFinding[] {
  const findings: FileFinding[] = [];
  const reading = new CopyLogReading((finding) => findings.push(finding));
  for (const piece of pieces) reading.push(piece);
  reading.end();
  return findings;
}
