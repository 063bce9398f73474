import type { CopiedPiece, CopyCursor } from '../model/copyResult';
import type { CopyProgress } from '../pipeline/copyDrive';
import type { DriveInHand } from '../drives/drive';
import type { CopyLedger } from '../journal/copyLedger';
import type { SessionJournal } from '../journal/sessionJournal';

/** A checkpoint is due after this many bytes or files, or this long after the last one. Its text is built in one go. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;
const CHECKPOINT_FILES = 8192;
const CHECKPOINT_MILLISECONDS = 1000;

/** Records in the journal what has reached a drive: the drive is synced first, and the journal written after it. */
export class Checkpoints {
  /** The position recorded in the journal. */
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
    /** Called when a checkpoint fails, because continuing is then pointless. */
    private readonly onFailure: () => void,
  ) {
    this.written = ledger.next;
  }

  /** Takes a piece that was written, in the order of the drive. */
  take(piece: CopiedPiece): void {
    this.ledger.take(piece, this.isPageBlob);
  }

  /** Makes a checkpoint if one is due. `arrived` is the total so far. */
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
   * Records everything that was taken.
   *
   * @throws the error of the target or the journal, from now or from an earlier checkpoint
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
