import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import { toUpperHex } from '#core/bytes/hex';
import { MANIFEST_PATH } from '#core/driveManifest/driveManifest';
import type { CopyPlace, SessionDrive } from '#core/journal/sessionRecords';
import { beginDrive, completeDrive, openForGood, SideFileError } from '../drives/completeDrive';
import type { ClosedDrive, DiskToPrepare } from '../drives/completeDrive';
import { driveDescription } from '../drives/driveDescription';
import { lookAt } from '../drives/ownDrive';
import type { DriveMarks } from '../drives/ownDrive';
import type { NtfsImageData } from '../drives/ntfsImage';
import { openNtfsImage } from '../drives/ntfsImage';
import { claimTarget, inspectTarget } from '../drives/preparationTarget';
import type { PreparationTarget } from '../drives/preparationTarget';
import { sentence } from '../language/sentence';
import { makeFolders } from '../model/makeFolders';
import { copyDrive } from '../pipeline/copyDrive';
import type { FileFailure } from '../model/copyResult';
import { TargetError } from '../model/copyResult';
import { OpenMedium } from '../pipeline/openMedium';
import type { WorkerPool } from '../pipeline/workerPool';
import { contentsData } from '../plan/jobPlan';
import type { DrivePlan, JobPlan } from '../plan/jobPlan';
import { PlannedContents } from '../plan/plannedContents';
import { CopyLedger } from '../journal/copyLedger';
import { JournalError } from '../journal/journalError';
import type { RecordedDrive } from '#core/journal/sessionHistory';
import type { SessionJournal } from '../journal/sessionJournal';
import { SessionLock } from '../journal/sessionLock';
import { codeOf } from '../model/systemError';
import type { KeyStretching } from '../threads/keyStretching';
import { breather } from '../model/breather';
import type { BitlockerSecrets } from '../volume/bitlocker/bitlockerSecrets';
import { createBitlockerVolume } from '../volume/bitlocker/createBitlockerVolume';
import { layoutDisk } from '../volume/diskLayout';
import type { DiskLayout } from '../volume/diskLayout';
import { layoutNtfs } from '../volume/ntfs/layout';
import type { NtfsLayout, NtfsOptions } from '../volume/ntfs/layout';
import { VHD_FOOTER_LENGTH } from '../volume/vhd/vhdFooter';
import { Checkpoints } from './checkpoints';
import { driveMarks, parseDriveIdentity } from './driveIdentity';
import type { DriveIdentity } from './driveIdentity';
import { incompleteFiles } from './incompleteFiles';
import type { AgreedTargets } from './preparationContext';

/** What a drive is in the middle of. */
export type DrivePhase = 'copying' | 'completing' | 'verifying' | 'done';

/** Told how a drive gets on. Numbers are totals of the drive, with what earlier runs have copied. */
export interface DriveObserver {
  phase(drive: number, phase: DrivePhase): void;
  progress(drive: number, bytes: number, files: number): void;
  fileFailed(drive: number, failure: FileFailure): void;
}

/** How a drive came out. */
export interface DriveOutcome {
  readonly state: 'done' | 'incomplete' | 'stopped' | 'failed';
  /** Files that are not on it. */
  readonly failures: readonly FileFailure[];
  /** Why it failed: names the target and the remedy. */
  readonly message?: string;
  /** MD5, upper-case hex. */
  readonly manifestHash?: string;
  /** Of a drive that is done: whether it was read back, in this run or an earlier one. */
  readonly isReadBack?: boolean;
  /** Bytes of files that this run copied. */
  readonly copiedBytes?: number;
}

/** A drive that is complete, to be read back before it is opened for good. */
export interface DriveToCheck {
  readonly run: DriveRun;
  readonly closed: ClosedDrive;
  readonly target: OpenMedium;
  readonly pool: WorkerPool;
  readonly onProgress: (bytes: number, files: number) => void;
  readonly signal: AbortSignal;
}

/** Reads a drive back. The problems are in words; none means that it is as it should be. */
export type CheckDrive = (drive: DriveToCheck) => Promise<{ readonly problems: readonly string[] }>;

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
  /** Finishes a drive without the files that could not be copied. */
  readonly leaveOutFailed: boolean;
  readonly wipeFreeSpace: boolean;
  /** Reads a drive back; undefined where it is to be opened without. */
  readonly check: CheckDrive | undefined;
  /** Told when a drive has been copied. */
  readonly onCopied: () => void;
  readonly signal: AbortSignal;
}

/** One drive of a session, from its plan to a volume that opens. */
export class DriveRun {
  readonly contents: PlannedContents;
  readonly identity: DriveIdentity;
  readonly layout: NtfsLayout;
  readonly disk: DiskLayout;
  readonly description: SessionDrive;
  readonly ledger: CopyLedger;
  private readonly imageData: NtfsImageData;
  private copiedBytes = 0;
  private isImage = true;

  constructor(
    private readonly context: DriveRunContext,
    /** Its number in the session. */
    readonly number: number,
    readonly plan: DrivePlan,
    private readonly recorded: RecordedDrive,
    ledger: CopyLedger,
  ) {
    // What did not verify is written anew, all of it.
    this.ledger = recorded.state === 'Failed' ? new CopyLedger() : ledger;
    const data = contentsData(context.plan, plan.columns);
    this.description = recorded.description;
    this.identity = parseDriveIdentity(recorded.description.bitLockerSecrets);
    this.contents = new PlannedContents(data);
    this.disk = layoutDisk(plan.diskBytes);
    const options: NtfsOptions = {
      volumeBytes: plan.volumeBytes,
      label: this.identity.label,
      serial: BigInt(`0x${this.identity.volumeSerial}`),
      created: context.plan.created,
      partitionOffset: this.disk.partitionOffset,
      lastFileIsLate: true,
    };
    this.layout = plan.layout ? { ...plan.layout, options } : layoutNtfs(this.contents, options);
    this.imageData = { contents: data, layout: this.layout };
  }

  /** What is written around the volume. */
  get diskToPrepare(): DiskToPrepare {
    const { disk, identity } = this;
    return {
      disk,
      identity: identity.disk,
      ...(this.isImage ? { image: { id: identity.imageId, created: new Date(identity.created) } } : {}),
    };
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
    let descriptor: number | undefined;
    const locks: SessionLock[] = [];
    try {
      if (state === 'Verified' && info !== undefined) {
        this.checkOpened();
        return { state: 'done', failures: this.failures(), manifestHash: info.manifestHash, isReadBack };
      }
      const target = inspectTarget(this.targetPath, this.description.targetKind);
      this.isImage = target.kind === 'image';
      // Its name is what other computers see of an image in a shared folder.
      if (this.isImage) locks.push(this.lockImage());
      descriptor = await this.open(target, (identity) =>
        locks.push(SessionLock.takeMedium(this.targetPath, identity, this.context.plan.sessionId)),
      );
      const outcome = await this.prepare(new OpenMedium(fs, this.targetPath, descriptor));
      return { ...outcome, copiedBytes: this.copiedBytes };
    } catch (error) {
      if (this.context.signal.aborted) return { state: 'stopped', failures: [] };
      if (!(error instanceof Error) || !isExpected(error)) throw error;
      return { state: 'failed', failures: [], message: error.message };
    } finally {
      if (descriptor !== undefined) fs.closeSync(descriptor);
      for (const lock of locks) lock.release();
    }
  }

  /** What the medium of this drive is known by. */
  get marks(): DriveMarks {
    return driveMarks(this.context.plan.sessionId, this.identity, this.disk);
  }

  /** A drive that was finished earlier is looked at before anybody is told so. @throws TargetError */
  private checkOpened(): void {
    const { letter, driveId } = this.description;
    const standing = lookAt(this.targetPath, this.marks);
    if (standing === 'own') return;
    throw new TargetError(
      sentence`${this.targetPath} holds ${standing}, and no longer drive ${letter} (${driveId}), which was finished. Attach that one, or bring the image back, and go on with --resume.`,
    );
  }

  /** Two processes on one image would both write it. @throws JournalError */
  private lockImage(): SessionLock {
    try {
      makeFolders(dirname(this.targetPath));
    } catch (error) {
      throw new TargetError(
        sentence`${this.targetPath} cannot be created (${codeOf(error)}). Give this user the right to write it, or name another place with --drive.`,
        { cause: error },
      );
    }
    return SessionLock.take(this.targetPath, this.context.plan.sessionId);
  }

  private async open(target: PreparationTarget, hold: (identity: string) => void): Promise<number> {
    const { context, number, disk, description } = this;
    if (target.length !== undefined && target.kind === 'device' && target.length < disk.diskLength) {
      throw new TargetError(
        sentence`${target.path} has ${target.length} bytes, and the plan was made for ${disk.diskLength}. Attach the drive that the session began with.`,
      );
    }
    const { descriptor, isKept } = claimTarget(target, {
      marks: this.marks,
      fileBytes: disk.diskLength + VHD_FOOTER_LENGTH,
      // What did not verify is written anew, all of it.
      isAnew: this.recorded.state === 'Failed',
      agreed: context.agreed.get(number),
      hold: (identity) => {
        try {
          hold(identity);
        } catch (error) {
          throw error instanceof JournalError ? new TargetError(error.message, { cause: error }) : error;
        }
      },
      foreign: (standing) =>
        sentence`${target.path} holds ${standing}. It is not the drive that session "${context.plan.sessionId}" was writing (${description.driveId}): it was left alone. Attach that one, or name it with --drive ${description.letter}=….`,
    });
    try {
      const marker = {
        sessionId: context.plan.sessionId,
        driveId: description.driveId,
        volumeId: this.identity.bitlocker.volumeGuid,
        jobId: context.jobId,
      };
      // Written again on a resumed drive: the session may have ended before it was all there.
      await beginDrive(new OpenMedium(fs, this.targetPath, descriptor), this.diskToPrepare, marker);
      // From here on the medium says whose it is.
      if (!isKept || this.recorded.state === undefined) context.journal.driveState(number, 'Writing');
      return descriptor;
    } catch (error) {
      fs.closeSync(descriptor);
      throw error;
    }
  }

  private async prepare(target: OpenMedium): Promise<DriveOutcome> {
    const { context, number } = this;
    // It is needed when all has been copied.
    context.keys.begin(this.identity.bitlocker);
    context.observer.phase(number, 'copying');
    const { isComplete, written } = await this.copy(target);
    context.onCopied();
    const failures = this.failures();
    const incomplete = isComplete ? incompleteFiles(this.contents, this.ledger, this.contents.copiedFileCount) : [];
    if (incomplete.length > 0) {
      await written;
      throw new TargetError(
        sentence`${this.targetPath}: ${incomplete.length} files of the plan have not arrived on the drive, ${this.contents.sourcePathOf(incomplete[0]!)} among them. Go on with --resume.`,
      );
    }
    if (!isComplete || (failures.length > 0 && !context.leaveOutFailed)) {
      await written;
      return isComplete ? { state: 'incomplete', failures } : { state: 'stopped', failures: [] };
    }
    context.observer.phase(number, 'completing');
    const closed = await this.complete(target, await context.keys.stretched(this.identity.bitlocker));
    await written;
    context.journal.driveState(number, 'Written');
    context.observer.phase(number, 'verifying');
    const checked = await context.check?.({
      run: this,
      closed,
      target,
      pool: context.pool,
      onProgress: (bytes, files) => {
        context.observer.progress(number, bytes, files);
      },
      signal: context.signal,
    });
    const isReadBack = checked !== undefined;
    const problems = checked?.problems ?? [];
    if (problems.length > 0) {
      context.journal.driveState(number, 'Failed');
      return {
        state: 'failed',
        failures,
        message: sentence`${this.targetPath} did not verify, and stays closed: ${problems.join(' ')} Check the medium, and go on with --resume; take another one if it happens again.`,
      };
    }
    await openForGood(target, this.disk, closed);
    const manifestHash = toUpperHex(closed.manifestHash);
    const { driveId, bitLockerKey } = this.description;
    context.journal.driveInfo(number, { driveId, bitLockerKey, manifestFile: MANIFEST_PATH, manifestHash });
    context.journal.driveVerified(number, isReadBack);
    context.observer.phase(number, 'done');
    return { state: 'done', failures, manifestHash, isReadBack };
  }

  /** @returns whether it was stopped, and a promise of the last checkpoint: the medium may take its time while the drive is completed */
  private async copy(target: OpenMedium): Promise<{ readonly isComplete: boolean; readonly written: Promise<void> }> {
    const { context, number, ledger, contents, identity, disk } = this;
    const { signal, observer } = context;
    const stop = new AbortController();
    const isPageBlob = (file: number) => contents.isPageBlob(file);
    const checkpoints = new Checkpoints(context.journal, number, target, ledger, isPageBlob, () => {
      stop.abort();
    });
    const missing = this.missingBefore(ledger.next.file);
    // What the log says of them is void, as it is of files that changed.
    for (const file of missing) ledger.failed(file, 'changed');
    const start = this.startOfCopy();
    const failed = context.leaveOutFailed
      ? []
      : [...ledger.failures()].map(({ file }) => file).filter((file) => file < start.file);
    const again = [...missing, ...failed].sort((one, other) => one - other);
    const { bytes: bytesBefore } = this.done;
    const key = Buffer.from(identity.bitlocker.volumeKey, 'hex');
    try {
      const { isComplete } = await copyDrive({
        pool: context.pool,
        image: openNtfsImage(this.imageData),
        setup: {
          targetPath: this.targetPath,
          descriptor: target.descriptor,
          partitionOffset: disk.partitionOffset,
          method: identity.bitlocker.method,
          key,
          image: this.imageData,
        },
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
      // Whoever awaits it hears of a failure.
      written.catch(() => undefined);
      return { isComplete, written };
    } catch (error) {
      // What has arrived until then is kept, where that is still possible.
      await checkpoints.finish().catch(() => undefined);
      throw error;
    } finally {
      key.fill(0);
    }
  }

  /** Files before a place that the recovery log should know the hashes of, and does not: whatever the reason, they are copied again. */
  private missingBefore(end: number): number[] {
    const { contents, ledger } = this;
    if (ledger.fileCount > contents.copiedFileCount || end > contents.copiedFileCount) {
      throw new JournalError(
        sentence`${this.context.journal.recoveryPath}: it tells of more files on drive ${this.description.letter} than the plan has. Bring back a copy of it, or begin again with another journal.`,
      );
    }
    return incompleteFiles(contents, ledger, end);
  }

  /** Where the copy goes on: within a file only where the hashes of all that is before are known. */
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
      vanished: sentence`has vanished`,
      unreadable: sentence`cannot be read`,
    };
    return [...this.ledger.failures()].map(({ file, failure }) => {
      const path = this.contents.sourcePathOf(file);
      return { file, path, reason: failure, message: `${path} ${words[failure]}.` };
    });
  }

  private complete(target: OpenMedium, secrets: BitlockerSecrets): Promise<ClosedDrive> {
    const { context, contents, layout, ledger, disk, identity, description } = this;
    const bitlocker = createBitlockerVolume(secrets, {
      volumeLength: layout.volumeBytes,
      metadataOffsets: layout.metadataOffsets,
      relocatedHeaderOffset: layout.relocatedHeaderOffset,
      description: driveDescription(
        { jobId: context.jobId, driveId: description.driveId },
        identity.label,
        identity.created,
      ),
    });
    const manifest = {
      driveId: description.driveId,
      sessionId: context.plan.sessionId,
      clientCreator: context.clientCreator,
      ...(context.credential === undefined ? {} : { credential: context.credential }),
    };
    const pause = breather(context.signal);
    return completeDrive(
      { target, disk, contents, layout, bitlocker, ledger, manifest, wipeFreeSpace: context.wipeFreeSpace },
      pause,
    );
  }
}

/** What a user can do something about; everything else is a mistake of ours. */
function isExpected(error: Error): boolean {
  return error instanceof TargetError || error instanceof JournalError || error instanceof SideFileError;
}
