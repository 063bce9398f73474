import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import { toUpperHex } from '#core/bytes/hex';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import type { RecordedDrive } from '#core/journal/sessionHistory';
import type { CopyPlace, SessionDrive } from '#core/journal/sessionRecords';
import type { Drive, DriveInHand } from '../drives/drive';
import { driveAt } from '../drives/driveAt';
import { marksOf, parseDriveIdentity } from '../drives/driveIdentity';
import type { DriveIdentity } from '../drives/driveIdentity';
import { SideFileError } from '../drives/drive';
import { CopyLedger } from '../journal/copyLedger';
import { JournalError } from '../journal/journalError';
import type { SessionJournal } from '../journal/sessionJournal';
import { sentence } from '../language/sentence';
import type { FileFailure } from '../model/copyResult';
import { TargetError } from '../model/copyResult';
import type { WorkerPool } from '../pipeline/workerPool';
import { contentsData } from '../plan/jobPlan';
import type { DrivePlan, JobPlan } from '../plan/jobPlan';
import { PlannedContents } from '../plan/plannedContents';
import type { KeyStretching } from '../threads/keyStretching';
import { Checkpoints } from './checkpoints';
import { incompleteFiles } from './incompleteFiles';
import type { AgreedTargets } from './preparationContext';

/** What is being done with a drive. */
export type DrivePhase = 'copying' | 'completing' | 'verifying' | 'done';

/** Follows the progress of a drive. Numbers are totals of the drive, including what earlier runs have copied. */
export interface DriveObserver {
  phase(drive: number, phase: DrivePhase): void;
  progress(drive: number, bytes: number, files: number): void;
  fileFailed(drive: number, failure: FileFailure): void;
}

/** How the run of a drive ended. */
export interface DriveOutcome {
  readonly state: 'done' | 'incomplete' | 'stopped' | 'failed';
  /** Files that are not on the drive. */
  readonly failures: readonly FileFailure[];
  /** Why it failed. Names the target and the remedy. */
  readonly message?: string;
  /** MD5, upper-case hex. */
  readonly manifestHash?: string;
  /** For a drive that is done: whether it was read back, in this run or an earlier one. */
  readonly isReadBack?: boolean;
  /** Bytes of files that were copied in this run. */
  readonly copiedBytes?: number;
}

/** What all drives of a session share. */
export interface DriveRunContext {
  readonly plan: JobPlan;
  readonly journal: SessionJournal;
  readonly pool: WorkerPool;
  readonly keys: KeyStretching;
  readonly observer: DriveObserver;
  readonly clientCreator: string;
  readonly jobId: string;
  readonly agreed: AgreedTargets;
  readonly credential?: ManifestCredential;
  /** Finish a drive without the files that could not be copied. */
  readonly leaveOutFailed: boolean;
  readonly wipeFreeSpace: boolean;
  /** Read each drive back before it is opened. */
  readonly verify: boolean;
  /** Called when a drive has been copied. */
  readonly onCopied: () => void;
  readonly signal: AbortSignal;
}

/** One drive of a session, from its plan to a volume that opens. */
export class DriveRun {
  readonly contents: PlannedContents;
  readonly identity: DriveIdentity;
  readonly description: SessionDrive;
  readonly ledger: CopyLedger;
  private copiedBytes = 0;

  constructor(
    private readonly context: DriveRunContext,
    /** The number of the drive in its session. */
    readonly number: number,
    readonly plan: DrivePlan,
    private readonly recorded: RecordedDrive,
    ledger: CopyLedger,
  ) {
    // A drive that failed verification is written again completely.
    this.ledger = recorded.state === 'Failed' ? new CopyLedger() : ledger;
    this.description = recorded.description;
    this.identity = parseDriveIdentity(recorded.description.bitLockerSecrets);
    this.contents = new PlannedContents(contentsData(context.plan, plan.columns));
  }

  get targetPath(): string {
    return this.description.target;
  }

  /** The files that have been copied, and their bytes. */
  get done(): { readonly files: number; readonly bytes: number } {
    let files = 0;
    let bytes = 0;
    for (let file = 0; file < this.contents.copiedFileCount; file++) {
      if (this.ledger.stateOf(file) !== 'done') continue;
      files++;
      bytes += this.contents.fileSize(file);
    }
    return { files, bytes };
  }

  /** Does whatever is left to do on the drive. */
  async run(): Promise<DriveOutcome> {
    const { state, info, isReadBack } = this.recorded;
    let drive: DriveInHand | undefined;
    try {
      if (state === 'Verified' && info !== undefined) {
        this.checkOpened();
        return { state: 'done', failures: this.failures(), manifestHash: info.manifestHash, isReadBack };
      }
      drive = await this.begin();
      const outcome = await this.prepare(drive);
      return { ...outcome, copiedBytes: this.copiedBytes };
    } catch (error) {
      if (this.context.signal.aborted) return { state: 'stopped', failures: [] };
      if (!(error instanceof Error) || !isExpected(error)) throw error;
      return { state: 'failed', failures: [], message: error.message };
    } finally {
      drive?.close();
    }
  }

  private get drive(): Drive {
    return driveAt(this.targetPath, this.description.targetKind);
  }

  /** Checks that a drive that was finished earlier is still there before it is reported as done. @throws TargetError */
  private checkOpened(): void {
    const { letter, driveId } = this.description;
    const standing = this.drive.recognise(marksOf(this.context.plan.sessionId, this.description));
    if (standing === 'own') return;
    throw new TargetError(
      sentence`${this.targetPath} holds ${standing} instead of drive ${letter} (${driveId}), which was finished. Attach that drive or restore the image, then continue with --resume.`,
    );
  }

  private async begin(): Promise<DriveInHand> {
    const { context, number, plan, contents, description, identity } = this;
    const { state } = this.recorded;
    const inHand = await this.drive.begin(
      { job: context.plan, plan, contents, description, identity, jobId: context.jobId, keys: context.keys },
      // A drive that failed verification is written again completely.
      { isAnew: state === 'Failed', agreed: context.agreed.get(number) },
    );
    // From here on, the medium says which session it belongs to.
    if (!inHand.isKept || state === undefined) context.journal.driveState(number, 'Writing');
    return inHand;
  }

  private async prepare(drive: DriveInHand): Promise<DriveOutcome> {
    const { context, number, ledger } = this;
    const { clientCreator, credential, wipeFreeSpace, pool, signal } = context;
    context.observer.phase(number, 'copying');
    const { isComplete, written } = await this.copy(drive);
    context.onCopied();
    const failures = this.failures();
    const incomplete = isComplete ? incompleteFiles(this.contents, this.ledger, this.contents.copiedFileCount) : [];
    if (incomplete.length > 0) {
      await written;
      throw new TargetError(
        sentence`${this.targetPath}: ${incomplete.length} files of the plan did not reach the drive, including ${this.contents.sourcePathOf(incomplete[0]!)}. Continue with --resume.`,
      );
    }
    if (!isComplete || (failures.length > 0 && !context.leaveOutFailed)) {
      await written;
      return isComplete ? { state: 'incomplete', failures } : { state: 'stopped', failures: [] };
    }
    context.observer.phase(number, 'completing');
    const md5 = await drive.complete({
      ledger,
      clientCreator,
      ...(credential === undefined ? {} : { credential }),
      wipeFreeSpace,
      signal,
    });
    await written;
    context.journal.driveState(number, 'Written');
    context.observer.phase(number, 'verifying');
    const isReadBack = context.verify;
    const problems = isReadBack
      ? await drive.check({
          ledger,
          pool,
          onProgress: (bytes, files) => {
            context.observer.progress(number, bytes, files);
          },
          signal,
        })
      : [];
    if (problems.length > 0) {
      context.journal.driveState(number, 'Failed');
      return {
        state: 'failed',
        failures,
        message: sentence`${this.targetPath} failed verification and stays closed: ${problems.join(' ')} Check the medium, then continue with --resume. If this happens again, use another medium.`,
      };
    }
    await drive.finish();
    const manifestHash = toUpperHex(md5);
    const { driveId, bitLockerKey } = this.description;
    context.journal.driveInfo(number, { driveId, bitLockerKey, manifestFile: MANIFEST_PATH, manifestHash });
    context.journal.driveVerified(number, isReadBack);
    context.observer.phase(number, 'done');
    return { state: 'done', failures, manifestHash, isReadBack };
  }

  /**
   * @returns whether the copy is complete, and a promise of the last checkpoint: a slow medium can sync while the drive
   * is completed
   */
  private async copy(drive: DriveInHand): Promise<{ readonly isComplete: boolean; readonly written: Promise<void> }> {
    const { context, number, ledger, contents } = this;
    const { signal, observer } = context;
    const stop = new AbortController();
    const isPageBlob = (file: number) => contents.isPageBlob(file);
    const checkpoints = new Checkpoints(context.journal, number, drive, ledger, isPageBlob, () => {
      stop.abort();
    });
    const missing = this.missingBefore(ledger.next.file);
    // The log's records of these files are void, as they are for files that changed.
    for (const file of missing) ledger.failed(file, 'changed');
    const start = this.startOfCopy();
    const failed = context.leaveOutFailed
      ? []
      : [...ledger.failures()].map(({ file }) => file).filter((file) => file < start.file);
    const again = [...missing, ...failed].sort((one, other) => one - other);
    const { bytes: bytesBefore } = this.done;
    try {
      const { isComplete } = await drive.copy({
        pool: context.pool,
        start,
        ...(start.block > 0
          ? { known: [...ledger.rangesOf(start.file, contents.fileSize(start.file), isPageBlob(start.file))] }
          : {}),
        again,
        onPiece: (piece) => {
          checkpoints.take(piece);
          for (const failure of piece.kind === 'files' ? piece.failures : piece.failure ? [piece.failure] : [])
            observer.fileFailed(number, failure);
        },
        onProgress: ({ bytes, files }) => {
          checkpoints.advance({ bytes, files });
          this.copiedBytes = bytes;
          observer.progress(number, bytesBefore + bytes, start.file + files);
        },
        signal: AbortSignal.any([signal, stop.signal]),
      });
      const written = checkpoints.finish();
      // The code that awaits it handles the failure.
      written.catch(() => undefined);
      return { isComplete, written };
    } catch (error) {
      // Keep what has arrived so far, if that is still possible.
      await checkpoints.finish().catch(() => undefined);
      throw error;
    }
  }

  /** Files before `end` whose hashes are missing in the recovery log. They are copied again, whatever the reason. */
  private missingBefore(end: number): number[] {
    const { contents, ledger } = this;
    if (ledger.fileCount > contents.copiedFileCount || end > contents.copiedFileCount) {
      throw new JournalError(
        sentence`${this.context.journal.recoveryPath} records more files on drive ${this.description.letter} than the plan contains. Restore a copy of it, or start again with another journal.`,
      );
    }
    return incompleteFiles(contents, ledger, end);
  }

  /** Where the copy continues: within a file only if the hashes of everything before that place are known. */
  private startOfCopy(): CopyPlace {
    const { contents, ledger } = this;
    const { file, block } = ledger.next;
    if (block === 0 || contents.isPageBlob(file) || ledger.rangeCountOf(file) === block) return ledger.next;
    ledger.failed(file, 'changed');
    return { file, block: 0 };
  }

  private failures(): FileFailure[] {
    const words = {
      changed: sentence`has changed`,
      vanished: sentence`has disappeared`,
      unreadable: sentence`cannot be read`,
    };
    return [...this.ledger.failures()].map(({ file, failure }) => {
      const path = this.contents.sourcePathOf(file);
      return { file, path, reason: failure, message: `${path} ${words[failure]}.` };
    });
  }
}

/** Errors that the user can do something about. All others are bugs. */
function isExpected(error: Error): boolean {
  return error instanceof TargetError || error instanceof JournalError || error instanceof SideFileError;
}
