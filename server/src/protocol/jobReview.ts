/** Messages between client and server for the review of a prepared job. They never contain a key. */

/** Client to server: reads a JRM to its end. Answers JrmCheck. */
export const jrmCheckRequest = 'sneakernet/jrmCheck';

export interface JrmCheckParams {
  readonly jrm: string;
}

export interface JrmCheck {
  /** `missing`: the file cannot be read; `unreadable`: it is not a JRM, and `problem` says why. */
  readonly seal: 'sound' | 'broken' | 'absent' | 'missing' | 'unreadable';
  readonly problem?: string;
  readonly jobId: string;
  readonly sessionId: string;
  readonly drives: readonly JrmCheckDrive[];
  readonly checksums: number;
}

export interface JrmCheckDrive {
  readonly driveId: string;
  readonly letter: string;
  readonly label: string;
  /** On the drive; empty where the JRM names none. */
  readonly manifestFile: string;
  /** GUID of its BitLocker volume; empty where the JRM names none. */
  readonly volumeId: string;
}

/** Client to server: compares the files for the portal with the JRMs of a job. Answers PortalFiles. */
export const portalFilesRequest = 'sneakernet/portalFiles';

export interface PortalFilesParams {
  /** The JRMs of all sessions whose drives are shipped. */
  readonly jrms: readonly string[];
  readonly journal: string;
  readonly driveInfos: readonly string[];
}

export interface PortalFiles {
  /** What is wrong with the journal, in the user's language; empty where it agrees with the JRMs. */
  readonly journal: readonly string[];
  /** What is wrong with the drive infos as a whole. */
  readonly driveInfos: readonly string[];
}

/** Client to server: compares the drives of a JRM with those of drivesets. Answers JrmComparison. */
export const compareJrmRequest = 'sneakernet/compareJrm';

export interface CompareJrmParams {
  readonly jrm: string;
  readonly drivesets: readonly string[];
}

/** Two texts with one block per drive; lines are equal where both agree. */
export interface JrmComparison {
  readonly jrm: string;
  readonly drivesets: string;
  readonly counts: {
    readonly same: number;
    readonly different: number;
    readonly onlyInJrm: number;
    readonly onlyInDrivesets: number;
  };
}

/** Client to server: asks which of these files git tracks. Answers TrackedFiles. */
export const trackedFilesRequest = 'sneakernet/trackedFiles';

export interface TrackedFiles {
  readonly files: readonly string[];
}
