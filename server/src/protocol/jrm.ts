/**
 * The JRM as a tree: what client and server say to each other about it. A client follows a JRM: it is told what the file says in short
 * whenever that changes, and asks for nodes as they are opened. Keys are masked everywhere but in the answer to `jrmKeyRequest`.
 */

/** Client to server: follows a JRM, from the text that an editor has open, otherwise from disk. Answers with JrmSummary once its head is read. */
export const jrmFollowRequest = 'sneakernet/jrm/follow';
/** Client to server: it is not followed any more, and its memory can go. */
export const jrmUnfollowNotification = 'sneakernet/jrm/unfollow';
/** Client to server: the file has changed on disk, or is to be read again all the same. */
export const jrmReloadNotification = 'sneakernet/jrm/reload';
/** Server to client: JrmSummary of a followed JRM, when it has changed. */
export const jrmSummaryNotification = 'sneakernet/jrm/summary';

export interface JrmParams {
  readonly uri: string;
}

/** `reading`: counts grow. `missing`: there is no such file, or it cannot be read. */
export type JrmState = 'reading' | 'read' | 'missing';

/** `checking`: it takes a reading of its own. `unreadable`: what cannot be read as a whole has no seal that could be checked. */
export type JrmSeal = 'checking' | 'absent' | 'sound' | 'broken' | 'unreadable';

export interface JrmSummary {
  readonly uri: string;
  /** Another one after each change of the text; numbers of nodes are those of one revision. */
  readonly revision: number;
  /** Grows within a revision, with each time that the client is told of it. */
  readonly step: number;
  readonly state: JrmState;
  /** True where the text is that of an editor, which may not be saved. */
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
  /** What stands in this line, zero-based, is not as in a JRM: something of it or behind it may not be in the tree. */
  readonly unreadableLine?: number;
  /** When the drives were read back and compared, by the journal beside the JRM: RFC 3339 of the last of them. */
  readonly verified?: string;
}

/** True where one summary of a JRM says what was so before another one: answers and news may change places on their way. */
export function isOlder(
  one: Pick<JrmSummary, 'revision' | 'step'>,
  other: Pick<JrmSummary, 'revision' | 'step'>,
): boolean {
  return one.revision < other.revision || (one.revision === other.revision && one.step < other.step);
}

export interface JrmDriveSummary {
  /** Its place among the drives of the file. */
  readonly index: number;
  readonly driveId: string;
  readonly letter?: string;
  readonly label?: string;
  /** First and last group. */
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
  /** Of the checksums that name it. */
  readonly files: number;
  readonly bytes: number;
}

export interface JrmContainerSummary {
  readonly name: string;
  /** Of the checksums whose blob is in it. */
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

/** Client to server: what a folder holds. Answers JrmChildren; null where the revision is not the present one. */
export const jrmChildrenRequest = 'sneakernet/jrm/children';

/** The folder whose children are the roots of the paths, such as `F:`. */
export const JRM_ROOT_FOLDER = 0;

export interface JrmChildrenParams extends JrmParams {
  readonly revision: number;
  readonly folder: number;
  /** The entries from `start` on, at most `count`: one block of those that the folder's answer named. */
  readonly start?: number;
  readonly count?: number;
  /** Only files whose path holds the text, whatever its case. */
  readonly filter?: string;
}

export interface JrmChildren {
  readonly total: number;
  /** What was asked for; a folder with more than a block answers `blocks` in its place, where no block was asked for. */
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
  /** Files in it, however deep, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

export interface JrmFileEntry {
  readonly kind: 'file';
  readonly id: number;
  readonly name: string;
  readonly size?: number | undefined;
}

/** Client to server: how many files a filter lets through. Answers JrmFilterResult; null where the revision is not the present one. */
export const jrmFilterRequest = 'sneakernet/jrm/filter';

export interface JrmFilterParams extends JrmParams {
  readonly revision: number;
  readonly filter: string;
}

export interface JrmFilterResult {
  readonly files: number;
  readonly bytes: number;
}

/** Client to server: all that is known of a file. Answers JrmChecksumDetails, or null. */
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

/** Client to server: where something stands in the text. Answers JrmRange, or null. */
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

/** Client to server: the key of one drive, which the user has asked to see. Answers JrmKey, or null. */
export const jrmKeyRequest = 'sneakernet/jrm/key';

export interface JrmKeyParams extends JrmParams {
  readonly revision: number;
  readonly drive: number;
}

export interface JrmKey {
  readonly driveId: string;
  /** A secret: for the node that shows it, or the clipboard, and for no log. */
  readonly key: string;
}
