/**
 * Messages between client and server about the JRM as a tree. A client follows a JRM: it gets a summary of the file
 * whenever that changes, and asks for nodes as they are opened. Keys are masked everywhere except in the answer to
 * `jrmKeyRequest`.
 */

/**
 * Client to server: follows a JRM, from the text that an editor has open, otherwise from disk. Answers with JrmSummary
 * once the head of the file is read.
 */
export const jrmFollowRequest = 'sneakernet/jrm/follow';
/** Client to server: stops following the JRM, so that its memory can be freed. */
export const jrmUnfollowNotification = 'sneakernet/jrm/unfollow';
/** Client to server: the file has changed on disk, or is to be read again anyway. */
export const jrmReloadNotification = 'sneakernet/jrm/reload';
/** Server to client: the JrmSummary of a followed JRM, whenever it changes. */
export const jrmSummaryNotification = 'sneakernet/jrm/summary';

export interface JrmParams {
  readonly uri: string;
}

/** `reading`: counts still grow. `missing`: the file does not exist or cannot be read. */
export type JrmState = 'reading' | 'read' | 'missing';

/**
 * `checking`: the check reads the file separately. `unreadable`: the file cannot be read as a whole, so its seal cannot
 * be checked.
 */
export type JrmSeal = 'checking' | 'absent' | 'sound' | 'broken' | 'unreadable';

export interface JrmSummary {
  readonly uri: string;
  /** Changes with each change of the text; node numbers are valid for one revision. */
  readonly revision: number;
  /** Grows within a revision each time the client is told about it. */
  readonly step: number;
  readonly state: JrmState;
  /** True where the text comes from an editor and may not be saved yet. */
  readonly fromEditor: boolean;
  /** Texts of JobId, CustomerName, CreationDate, Version, SessionId, as far as the file has them. */
  readonly job: Readonly<Record<string, string>>;
  readonly drives: readonly JrmDriveSummary[];
  readonly containers: readonly JrmContainerSummary[];
  readonly checksums: number;
  /** Bytes of all files whose size is known. */
  readonly bytes: number;
  readonly folders: number;
  readonly seal: JrmSeal;
  /**
   * The content of this line, zero-based, is not that of a JRM: parts of it or of what follows may be missing from the
   * tree.
   */
  readonly unreadableLine?: number;
  /**
   * When the drives were read back and compared, according to the journal beside the JRM: RFC 3339, of the last drive.
   */
  readonly verified?: string;
}

/** True where one summary of a JRM is older than another: answers and notifications can overtake each other. */
export function isOlder(
  one: Pick<JrmSummary, 'revision' | 'step'>,
  other: Pick<JrmSummary, 'revision' | 'step'>,
): boolean {
  return one.revision < other.revision || (one.revision === other.revision && one.step < other.step);
}

export interface JrmDriveSummary {
  /** Its index among the drives of the file. */
  readonly index: number;
  readonly driveId: string;
  readonly letter?: string;
  readonly label?: string;
  /** The first and last group only. */
  readonly maskedKey: string;
  /** False where no drive can have such a key. */
  readonly keySound: boolean;
  readonly volumeId?: string;
  readonly manifestFile?: string;
  readonly manifestHash?: string;
  readonly encryption?: string;
  /** Bytes. */
  readonly capacity?: number;
  readonly usedBytes?: number;
  /** Totals of the checksums that name this drive. */
  readonly files: number;
  readonly bytes: number;
}

export interface JrmContainerSummary {
  readonly name: string;
  /** Totals of the checksums whose blob is in this container. */
  readonly files: number;
  readonly bytes: number;
  readonly mappings: readonly JrmMappingSummary[];
}

export interface JrmMappingSummary {
  readonly index: number;
  readonly source: string;
  readonly blobType: string;
  readonly path?: string;
  readonly disposition?: string;
  readonly drives: readonly string[];
}

/**
 * Client to server: asks what a folder contains. Answers JrmChildren; null where the revision is not the current one.
 */
export const jrmChildrenRequest = 'sneakernet/jrm/children';

/** The folder whose children are the roots of the paths, such as `F:`. */
export const JRM_ROOT_FOLDER = 0;

export interface JrmChildrenParams extends JrmParams {
  readonly revision: number;
  readonly folder: number;
  /** The entries from `start` on, at most `count`: one of the blocks named in the folder's answer. */
  readonly start?: number;
  readonly count?: number;
  /** Only files whose path contains this text; case does not matter. */
  readonly filter?: string;
}

export interface JrmChildren {
  readonly total: number;
  /**
   * The entries asked for. A folder with more than one block answers `blocks` instead, unless a block was asked for.
   */
  readonly entries: readonly JrmEntry[];
  readonly blocks?: readonly JrmBlock[];
}

export interface JrmBlock {
  readonly start: number;
  readonly count: number;
  /** Names of its first and last entry. */
  readonly first: string;
  readonly last: string;
}

export type JrmEntry = JrmFolderEntry | JrmFileEntry;

export interface JrmFolderEntry {
  readonly kind: 'folder';
  readonly id: number;
  readonly name: string;
  /** Files in it at any depth, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

export interface JrmFileEntry {
  readonly kind: 'file';
  readonly id: number;
  readonly name: string;
  readonly size?: number | undefined;
}

/**
 * Client to server: asks how many files match a filter. Answers JrmFilterResult; null where the revision is not the
 * current one.
 */
export const jrmFilterRequest = 'sneakernet/jrm/filter';

export interface JrmFilterParams extends JrmParams {
  readonly revision: number;
  readonly filter: string;
}

export interface JrmFilterResult {
  readonly files: number;
  readonly bytes: number;
}

/** Client to server: asks for everything known about a file. Answers JrmChecksumDetails, or null. */
export const jrmChecksumRequest = 'sneakernet/jrm/checksum';

export interface JrmChecksumParams extends JrmParams {
  readonly revision: number;
  readonly file: number;
}

export interface JrmChecksumDetails {
  readonly filePath: string;
  readonly sha256: string;
  readonly size?: number;
  readonly driveId?: string;
  readonly blobPath?: string;
}

/** Client to server: asks where something is in the text. Answers JrmRange, or null. */
export const jrmLocateRequest = 'sneakernet/jrm/locate';

export type JrmPlace =
  | { readonly kind: 'member'; readonly name: string }
  /** A record of a list, or one of its fields. */
  | {
      readonly kind: 'record';
      readonly list: 'Drives' | 'DataMapping';
      readonly index: number;
      readonly field?: string;
    }
  | { readonly kind: 'checksum'; readonly file: number };

export interface JrmLocateParams extends JrmParams {
  readonly revision: number;
  readonly place: JrmPlace;
}

/** Zero-based, in UTF-16 units. */
export interface JrmRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Client to server: asks for the key of one drive, because the user wants to see it. Answers JrmKey, or null. */
export const jrmKeyRequest = 'sneakernet/jrm/key';

export interface JrmKeyParams extends JrmParams {
  readonly revision: number;
  readonly drive: number;
}

export interface JrmKey {
  readonly driveId: string;
  /** A secret: only for the node that shows it or the clipboard, never for a log. */
  readonly key: string;
}
