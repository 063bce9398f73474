import type { CopiedPiece, CopyCursor } from '../model/copyResult';
import type { CopyProgress } from '../pipeline/copyDrive';
import type { DriveInHand } from '../drives/drive';
import type { CopyLedger } from '../journal/copyLedger';
import type { SessionJournal } from '../journal/sessionJournal';

/** A checkpoint is due after so many bytes or files, or after so many milliseconds with any. The text of one is made in one go. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;
const CHECKPOINT_FILES = 8192;
const CHECKPOINT_MILLISECONDS = 1000;

/** Writes down in the journal what has arrived on a drive: first the drive is synced, then the journal says so. */
export class Checkpoints {
  /** What the journal says. */
  private written: CopyCursor;
  private arrived = { bytes: 0, files: 0 };
  private checkpointAt = { bytes: 0, files: 0 };
  private lastAt = performance.now();
  private running: Promise<void> | undefined;
  private failure: unknown;

  constructor(
    private readonly journal: SessionJournal,
    /** Number of the drive in its session. */
    private readonly drive: number,
    private readonly target: Pick<DriveInHand, 'sync'>,
    private readonly ledger: CopyLedger,
    private readonly isPageBlob: (file: number) => boolean,
    /** Told when a checkpoint failed: there is no use in going on. */
    private readonly onFailure: () => void,
  ) {
    this.written = ledger.next;
  }

  /** Takes what has been written, in the order of the drive. */
  take(piece: CopiedPiece): void {
    this.ledger.take(piece, this.isPageBlob);
  }

  /** Makes a checkpoint where one is due. So much has arrived in all. */
  advance(arrived: CopyProgress): void {
    this.arrived = arrived;
    const { bytes, files } = this.checkpointAt;
    const isDue =
      arrived.bytes - bytes >= CHECKPOINT_BYTES ||
      arrived.files - files >= CHECKPOINT_FILES ||
      performance.now() - this.lastAt >= CHECKPOINT_MILLISECONDS;
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
    const { next } = this.ledger;
    const lines = this.ledger.takeLines(this.isPageBlob);
    this.checkpointAt = this.arrived;
    this.lastAt = performance.now();
    await this.target.sync();
    if (lines === '' && next.file === this.written.file && next.block === this.written.block) return;
    this.journal.checkpoint(this.drive, lines, next);
    this.written = next;
  }
}
