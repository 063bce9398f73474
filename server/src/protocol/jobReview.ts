/** What client and server say to each other when a prepared job is reviewed. No key is in it. */

/** Client to server: reads a JRM to its end. Answers JrmCheck. */
export const jrmCheckRequest = 'sneakernet/jrmCheck';

export interface JrmCheckParams {
  readonly jrm: string;
}

export interface JrmCheck {
  /** `missing`: it cannot be read; `unreadable`: it is no JRM, and `problem` says why. */
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

/** Client to server: holds what the portal is given against the JRMs of a job. Answers PortalFiles. */
export const portalFilesRequest = 'sneakernet/portalFiles';

export interface PortalFilesParams {
  /** Of all sessions whose drives are shipped. */
  readonly jrms: readonly string[];
  readonly journal: string;
  readonly driveInfos: readonly string[];
}

export interface PortalFiles {
  /** What is wrong with the journal, in the user's language; nothing where it says what the JRMs say. */
  readonly journal: readonly string[];
  /** What is wrong with the drive infos together. */
  readonly driveInfos: readonly string[];
}

/** Client to server: compares the drives of a JRM with those of drivesets. Answers JrmComparison. */
export const compareJrmRequest = 'sneakernet/compareJrm';

export interface CompareJrmParams {
  readonly jrm: string;
  readonly drivesets: readonly string[];
}

/** Two texts with a block a drive, the same lines where both agree. */
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

/** Client to server: which of these files git tracks. Answers TrackedFiles. */
export const trackedFilesRequest = 'sneakernet/trackedFiles';

export interface TrackedFiles {
  readonly files: readonly string[];
}
