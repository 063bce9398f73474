import type { JrmCheck } from '../../../../server/src/protocol/jobReview';
import type { SessionReportDrive } from '../../../../src-runner/src/protocol';
import type { JobState } from '../../jobs/jobState';

/** What was found out about a job before it is shipped. What could not be found out is undefined, and said so. */
export interface ChecklistFacts {
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  readonly state: JobState;
  /** Errors in the CSVs; undefined where they could not be checked. */
  readonly tableErrors: number | undefined;
  /** The drives with data, in the order of the journal. */
  readonly drives: readonly DriveFacts[];
  readonly journal: FileFacts | undefined;
  readonly jrm: (FileFacts & { readonly check: JrmCheck }) | undefined;
  /** Names of the drives' XML files. */
  readonly driveInfos: readonly string[];
  /** Names of files with keys that git tracks; undefined where it could not be told. */
  readonly trackedFiles: readonly string[] | undefined;
  /** Names of files with keys that others of this machine may read; undefined where it could not be told. */
  readonly openFiles: readonly string[] | undefined;
  /** A storage key or container SAS that the manifests on the drives hold. */
  readonly credential: 'storage-key' | 'container-sas' | null;
  readonly backup: BackupFacts | undefined;
}

export interface FileFacts {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface BackupFacts {
  readonly name: string;
  readonly madeAt: number;
  /** False where the JRM has changed since. */
  readonly isCurrent: boolean;
  /** False where the backup is no longer where it was written. */
  readonly isThere: boolean;
}

/** What is known of a drive. */
export interface DriveFacts {
  readonly letter: string;
  readonly driveId: string;
  readonly target: string;
  readonly isDisk: boolean;
  /** By the journal. */
  readonly state: SessionReportDrive['state'];
  /** Whether it was read back when it was prepared. */
  readonly isReadBack: boolean;
  /** Of the last verification since the JRM was written. */
  readonly verdict: { readonly isSound: boolean; readonly problems: number; readonly at: number } | undefined;
  readonly volume: VolumeFacts;
  /** Undefined where it could not be told. */
  readonly hasManifest: boolean | undefined;
  readonly label: string;
}

/** What stands on a target. `unknown`: it could not be looked at, and `reason` says why. */
export type VolumeFacts =
  | { readonly kind: 'encrypted'; readonly cipher: string; readonly remarks: readonly string[] }
  | { readonly kind: 'open'; readonly remarks: readonly string[] }
  | { readonly kind: 'incomplete' | 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };
