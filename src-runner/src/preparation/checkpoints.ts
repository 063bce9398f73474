import type { CopiedPiece, CopyCursor, RangeColumns } from '../pipeline/copyResult';
import type { DriveTarget } from '../pipeline/driveTarget';
import type { CopyLedger } from '../session/copyLedger';
import type { SessionJournal } from '../session/sessionJournal';

/** A checkpoint is due after so many bytes, or after so many milliseconds with any. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;
const CHECKPOINT_MILLISECONDS = 1000;

const MD5_LENGTH = 16;
const SHA256_LENGTH = 32;

/** Writes down in the journal what has arrived on a drive: first the drive is synced, then the journal says so. */
export class Checkpoints {
  private next: CopyCursor;
  private arrived = 0;
  private checkpointAt = 0;
  private lastAt = performance.now();
  private running: Promise<void> | undefined;
  private failure: unknown;

  constructor(
    private readonly journal: SessionJournal,
    /** Number of the drive in its session. */
    private readonly drive: number,
    private readonly target: DriveTarget,
    private readonly ledger: CopyLedger,
    private readonly isPageBlob: (file: number) => boolean,
    /** Told when a checkpoint failed: there is no use in going on. */
    private readonly onFailure: () => void,
  ) {
    this.next = ledger.next;
  }

  /** Takes what has been written, in the order of the drive. */
  take(piece: CopiedPiece): void {
    recordPiece(this.ledger, piece, this.isPageBlob);
    this.next = piece.next ?? this.next;
  }

  /** Makes a checkpoint where one is due. `bytes` have arrived in all. */
  advance(bytes: number): void {
    this.arrived = bytes;
    const isDue = bytes - this.checkpointAt >= CHECKPOINT_BYTES || performance.now() - this.lastAt >= CHECKPOINT_MILLISECONDS;
    if (!isDue || this.running || this.failure !== undefined) return;
    this.running = this.write().then(
      () => {
        this.running = undefined;
      },
      (error: unknown) => {
        this.failure = error;
        this.running = undefined;
        this.onFailure();
      },
    );
  }

  /**
   * Writes down all that was taken.
   *
   * @throws what the target or the journal failed with, now or before
   */
  async finish(): Promise<void> {
    await this.running;
    if (this.failure !== undefined) throw this.failure as Error;
    await this.write();
  }

  private async write(): Promise<void> {
    const { next } = this;
    const lines = this.ledger.takeLines(this.isPageBlob);
    this.checkpointAt = this.arrived;
    this.lastAt = performance.now();
    await this.target.sync();
    if (lines === '' && next.file === this.ledger.next.file && next.block === this.ledger.next.block) return;
    this.journal.checkpoint(this.drive, lines, next);
    this.ledger.next = next;
  }
}

/** Puts what a piece says into the ledger. */
export function recordPiece(ledger: CopyLedger, piece: CopiedPiece, isPageBlob: (file: number) => boolean): void {
  if (piece.kind === 'blocks') {
    if (piece.failure) {
      ledger.failed(piece.file, piece.failure.reason);
      return;
    }
    recordRanges(ledger, piece.file, piece.ranges, 0, piece.ranges.offsets.length, isPageBlob(piece.file));
    if (piece.sha256) ledger.done(piece.file, piece.sha256);
    return;
  }
  const failures = new Map(piece.failures.map((failure) => [failure.file, failure.reason]));
  let first = 0;
  for (let index = 0; index < piece.fileCount; index++) {
    const file = piece.firstFile + index;
    const count = piece.rangeCounts[index]!;
    const failure = failures.get(file);
    if (failure) ledger.failed(file, failure);
    else {
      recordRanges(ledger, file, piece.ranges, first, count, isPageBlob(file));
      ledger.done(file, piece.sha256.subarray(SHA256_LENGTH * index, SHA256_LENGTH * (index + 1)));
    }
    first += count;
  }
}

function recordRanges(ledger: CopyLedger, file: number, ranges: RangeColumns, first: number, count: number, isPageBlob: boolean): void {
  for (let at = first; at < first + count; at++) {
    const md5 = ranges.md5s.subarray(MD5_LENGTH * at, MD5_LENGTH * (at + 1));
    if (isPageBlob) ledger.pageRange(file, ranges.offsets[at]!, ranges.lengths[at]!, md5);
    else ledger.block(file, md5);
  }
}
