import type { JrmCheck, PortalFiles } from '../../../../server/src/protocol/jobReview';
import type { EarlierSessions, SessionReportDrive } from '../../../../src-runner/src/protocol';
import type { DriveLook } from '../../runs/driveLook';
import type { FileVersions } from '../../jobs/fileVersions';
import type { JobState } from '../../jobs/jobState';

/** What was found out about a job before it is shipped. What could not be found out is undefined, and said so. */
export interface ChecklistFacts {
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  readonly state: JobState;
  /** Errors in the CSVs; undefined where they could not be checked. */
  readonly tableErrors: number | undefined;
  /** What is on the drives, beside what the tables and their sources say; null where no session is complete. */
  readonly earlier: EarlierSessions | null | undefined;
  /** The drives with data, in the order of the journal. */
  readonly drives: readonly DriveFacts[];
  readonly journal: FileFacts | undefined;
  /** Of each session whose drives count. */
  readonly jrms: readonly JrmFacts[];
  /** Names of the drives' XML files. */
  readonly driveInfos: readonly string[];
  /** What is wrong with the files for the portal; undefined where they could not be compared. */
  readonly portal: PortalFiles | undefined;
  /** Names of files with keys that git tracks; undefined where it could not be told. */
  readonly trackedFiles: readonly string[] | undefined;
  /** Names of files with keys that others of this machine may read; undefined where it could not be told. */
  readonly openFiles: readonly string[] | undefined;
  /** A storage key or container SAS that the manifests on the drives hold. */
  readonly credential: 'storage-key' | 'container-sas' | null;
  /** The files that were looked at. */
  readonly versions: FileVersions;
  /** Names of those that are not as they were when somebody looked last, and when that was. */
  readonly changes: { readonly since: number; readonly names: readonly string[] } | undefined;
}

export interface FileFacts {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface JrmFacts {
  readonly name: string;
  readonly check: JrmCheck;
  readonly backup: BackupFacts | undefined;
}

export interface BackupFacts {
  readonly name: string;
  readonly madeAt: number;
  /** False where the JRM has changed since. */
  readonly isCurrent: boolean;
  /** How the backup's file is now: `gone` from where it was written, or written to since. */
  readonly state: 'sound' | 'changed' | 'gone';
}

/** What is known of a drive. */
export interface DriveFacts extends DriveLook {
  readonly letter: string;
  readonly driveId: string;
  readonly target: string;
  /** By the journal. */
  readonly state: SessionReportDrive['state'];
  readonly volume: VolumeFacts;
  /** GUID of the volume that was made, by the JRM; empty where it names none. */
  readonly volumeId: string;
  /** What was found behind the key of the JRM; undefined where nobody could look. */
  readonly contents: DriveContents | undefined;
  readonly label: string;
}

/** `locked`: the key of the JRM does not open it, or nothing can be read behind it, and `reason` says why. */
export type DriveContents =
  { readonly kind: 'manifest' | 'noManifest' } | { readonly kind: 'locked'; readonly reason: string };

/** What stands on a target. `unknown`: it could not be looked at, and `reason` says why. */
export type VolumeFacts =
  | {
      readonly kind: 'encrypted';
      readonly cipher: string;
      readonly volumeId: string;
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'open'; readonly remarks: readonly string[] }
  | { readonly kind: 'incomplete' | 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };
