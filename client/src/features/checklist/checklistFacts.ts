import type { JrmCheck, PortalFiles } from '../../../../server/src/protocol/jobReview';
import type { EarlierSessions, SessionReportDrive } from '../../../../src-runner/src/protocol';
import type { DriveLook } from '../../runs/driveLook';
import type { FileVersions } from '../../jobs/fileVersions';
import type { JobState } from '../../jobs/jobState';

/**
 * The facts about a job before it is shipped. A fact that could not be determined is undefined, and reported as such.
 */
export interface ChecklistFacts {
  readonly job: string;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  readonly state: JobState;
  /** Errors in the CSVs; undefined if they could not be checked. */
  readonly tableErrors: number | undefined;
  /** What is on the drives, compared with the tables and their sources; null if no session is complete. */
  readonly earlier: EarlierSessions | null | undefined;
  /** The drives with data, in the order of the journal. */
  readonly drives: readonly DriveFacts[];
  readonly journal: FileFacts | undefined;
  /** The JRM of each session whose drives count. */
  readonly jrms: readonly JrmFacts[];
  /** Names of the drives' XML files. */
  readonly driveInfos: readonly string[];
  /** What is wrong with the files for the portal; undefined if they could not be compared. */
  readonly portal: PortalFiles | undefined;
  /** Names of files with keys that Git tracks; undefined if it could not be determined. */
  readonly trackedFiles: readonly string[] | undefined;
  /** Names of files with keys that other users of this machine can read; undefined if it could not be determined. */
  readonly openFiles: readonly string[] | undefined;
  /** The kind of secret that the manifests on the drives contain. */
  readonly credential: 'storage-key' | 'container-sas' | null;
  /** The versions of the files that were looked at. */
  readonly versions: FileVersions;
  /** Names of the files that have changed since the last look, and the time of that look. */
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
  /** False if the JRM has changed since. */
  readonly isCurrent: boolean;
  /** The state of the backup's file: `gone` from where it was written, or `changed` since. */
  readonly state: 'sound' | 'changed' | 'gone';
}

/** What is known of a drive. */
export interface DriveFacts extends DriveLook {
  readonly letter: string;
  readonly driveId: string;
  readonly target: string;
  /** According to the journal. */
  readonly state: SessionReportDrive['state'];
  readonly volume: VolumeFacts;
  /** GUID of the volume, from the JRM; empty if the JRM does not have it. */
  readonly volumeId: string;
  /** What the JRM's key revealed; undefined if nobody could look. */
  readonly contents: DriveContents | undefined;
  readonly label: string;
}

/** `locked`: the JRM's key does not open the drive, or nothing can be read with it; `reason` says why. */
export type DriveContents =
  { readonly kind: 'manifest' | 'noManifest' } | { readonly kind: 'locked'; readonly reason: string };

/** What a target holds. `unknown`: it could not be looked at; `reason` says why. */
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
