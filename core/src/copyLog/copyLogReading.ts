import type { FileFinding } from '../rules/fileFinding';
import { CopyLogChecker } from './checkCopyLog';
import type { CopyLogProblem, CopyLogVisitor, LogBlob, LogCount, LogDirection, LogText } from './copyLog';
import { CopyLogReader } from './copyLogReader';
import type { Range } from '../text/position';

/** Of so many blobs a reading keeps what the log says; the others are counted. */
const MAX_BLOBS = 5000;
/** Statuses that are counted apart; twenty are documented. */
const MAX_STATUSES = 100;

/** What a copy log says. */
export interface ReadCopyLog {
  readonly driveId: LogText | undefined;
  /** Of the drive. */
  readonly status: LogText | undefined;
  /** The first blobs. */
  readonly blobs: readonly LogBlob[];
  readonly blobCount: number;
  /** How many blobs have each status; of a log of today each category of errors, `Completed` where there was none. */
  readonly statusCounts: ReadonlyMap<string, number>;
  /** What the log itself counts. */
  readonly counts: readonly LogCount[];
  readonly version: LogText | undefined;
  /** As far as the log shows it. */
  readonly direction: LogDirection | undefined;
}

/** Reads a copy log that comes in pieces, and says what it reports. Memory is bounded. */
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

  /** Says that there is no more. */
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

/** How a blob ended, in one word; an empty one where the log does not say. */
export function statusOf({ form, status, category }: LogBlob): string {
  return status?.text ?? category?.text ?? (form === 'stored' ? 'Completed' : '');
}

/** What a log that comes in pieces reports, in the order in which it is found. */
export function checkCopyLog(pieces: Iterable<string>): FileFinding[] {
  const findings: FileFinding[] = [];
  const reading = new CopyLogReading((finding) => findings.push(finding));
  for (const piece of pieces) reading.push(piece);
  reading.end();
  return findings;
}
