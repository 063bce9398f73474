import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import type { SessionDrive, TargetKind } from '#core/journal/sessionRecords';
import type { CopyLedger } from '../journal/copyLedger';
import type { CopyDriveOptions, CopyOutcome } from '../pipeline/copyDrive';
import type { WorkerPool } from '../pipeline/workerPool';
import type { DrivePlan, JobPlan } from '../plan/jobPlan';
import type { PlannedContents } from '../plan/plannedContents';
import type { KeyStretching } from '../threads/keyStretching';
import type { DriveIdentity, DriveMarks } from './driveIdentity';
import type { Standing } from './standing';

/**
 * Something at a path that data can be put on and read back from: an image, a disk. A drive remembers nothing about what is
 * there: every method looks at the medium when it is called.
 */
export interface Drive {
  /** As the user named it. */
  readonly path: string;
  readonly kind: TargetKind;

  /**
   * Looks at the drive without touching it.
   *
   * @throws TargetError if it cannot or must not be written: in use, read-only, a partition, neither a file nor a disk
   */
  inspect(): DriveFacts;

  /** What is at the target, in words. @throws TargetError */
  standing(): Standing;

  /** The current state of the drive, to compare when it is claimed. @throws TargetError */
  state(): TargetState;

  /**
   * `own` if the medium itself says that it is the drive of the session; otherwise what it holds, in words.
   *
   * @throws TargetError
   */
  recognise(marks: DriveMarks): 'own' | (string & {});

  /** Whether the medium says that it is the drive of the session; false if it cannot be read. */
  holds(marks: DriveMarks): boolean;

  /**
   * Claims the drive for a session, marks it as the session's own, and opens it for writing. Any drive that is neither
   * the session's own nor what somebody agreed to overwrite is left alone.
   *
   * @throws TargetError
   * @throws JournalError if another run has the drive
   */
  begin(preparation: DrivePreparation, claim: DriveClaim): Promise<DriveInHand>;

  /** Discards what a session wrote. @returns `kept` if the drive stays, marked as incomplete */
  discard(): 'removed' | 'kept';
}

/** What was found at a drive. */
export interface DriveFacts {
  /** Bytes of the disk or image; undefined if the image does not exist yet, or the system does not tell. */
  readonly length?: number;
  /** The manufacturer's serial number. */
  readonly serial?: string;
}

/** What a drive was like when somebody agreed to overwrite it. The agreement does not cover any later state. */
export type TargetState = string & { readonly targetState: unique symbol };

/** The state of a drive that is not there. */
export const NOTHING_THERE = 'nothing' as TargetState;

/** The conditions under which a drive may be written to. */
export interface DriveClaim {
  /** Whether to write from the beginning even if this is the session's own drive. */
  readonly isAnew: boolean;
  /** What somebody agreed to overwrite; undefined if only the session's own drive may be written to. */
  readonly agreed: TargetState | undefined;
}

/** Everything that decides what is written to a drive, except for the contents of the files. */
export interface DrivePreparation {
  readonly job: JobPlan;
  readonly plan: DrivePlan;
  readonly contents: PlannedContents;
  readonly description: SessionDrive;
  readonly identity: DriveIdentity;
  readonly jobId: string;
  readonly keys: KeyStretching;
}

/** A side file has changed since the plan was made. The message names it and says what to do. */
export class SideFileError extends Error {}

/** A drive that a session has claimed and marked, open for writing. */
export interface DriveInHand {
  /** Whether the session continues with what is on it. */
  readonly isKept: boolean;

  /** Copies the files, on the threads of the pool. @throws TargetError */
  copy(options: Omit<CopyDriveOptions, 'image' | 'setup'>): Promise<CopyOutcome>;

  /**
   * Resolves when everything that was written is on the medium, and the path still leads to that medium.
   *
   * @throws TargetError
   */
  sync(): Promise<void>;

  /**
   * Writes what is known once all files have been copied: side files, manifest, file system. Can be repeated after an
   * interruption. Nobody can open the drive before `finish`.
   *
   * @returns the MD5 of the manifest, 16 bytes
   * @throws TargetError, SideFileError
   */
  complete(completion: DriveCompletion): Promise<Uint8Array>;

  /**
   * Reads everything back and compares it with what it was made from.
   *
   * @returns the problems, in words; empty if there are none
   */
  check(reading: DriveReading): Promise<readonly string[]>;

  /** Makes the drive one that can be opened. @throws TargetError */
  finish(): Promise<void>;

  close(): void;
}

export interface DriveCompletion {
  readonly ledger: CopyLedger;
  /** The program and its version. */
  readonly clientCreator: string;
  readonly credential?: ManifestCredential;
  /** Overwrites what the volume does not use, so that nothing that was on the disk before can be read. */
  readonly wipeFreeSpace: boolean;
  readonly signal: AbortSignal;
}

export interface DriveReading {
  readonly ledger: CopyLedger;
  readonly pool: WorkerPool;
  readonly onProgress: (bytes: number, files: number) => void;
  readonly signal: AbortSignal;
}
