/*
 * What `sneakernet browse` and whoever started it say to each other: one JSON value a line. Each request has a number, and each
 * answer that of its request; several may be under way at once. Paths are those on the drive, `\dir\name`; the root is empty.
 */

/** Opens a drive. Its key is in one of the others; where it is not encrypted, none is needed. Answers with OpenedDriveAnswer. */
export interface OpenDriveRequest {
  readonly target: string;
  /** The recovery key. A secret. */
  readonly key?: string;
  readonly keyFile?: string;
  readonly jrm?: string;
}

export interface OpenedDriveAnswer {
  /** Of the volume. */
  readonly label: string;
  /** Bytes. */
  readonly length: number;
  readonly freeBytes: number;
}

/** A part of what a directory holds, in the order of its names. Answers with DirectoryPage. */
export interface ListRequest {
  readonly path: string;
  /** How many entries to pass over, and how many to give. */
  readonly start?: number;
  readonly count?: number;
}

export interface DirectoryPage {
  readonly entries: readonly BrowsedEntry[];
  /** There are more behind them. */
  readonly hasMore: boolean;
}

export interface BrowsedEntry {
  readonly name: string;
  readonly type: 'file' | 'directory';
  /** Bytes; 0 of a directory. */
  readonly size: number;
  /** Milliseconds since 1970; 0 where a date cannot hold them. */
  readonly modified: number;
  readonly created: number;
}

/** Answers with a BrowsedEntry. */
export interface StatRequest {
  readonly path: string;
}

/** A part of a file, at most MAX_READ_BYTES. Answers with ReadAnswer. */
export interface ReadRequest {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

export interface ReadAnswer {
  /** Base64. */
  readonly data: string;
}

/** Copies files and directories to a folder of this machine. Answers with ExtractAnswer, and tells ExtractProgress on the way. */
export interface ExtractRequest {
  readonly paths: readonly string[];
  readonly to: string;
  /** What happens where a file is there already: `ask` copies nothing then, and names some of them. */
  readonly existing: 'ask' | 'keep' | 'replace';
}

export interface ExtractAnswer {
  readonly files: number;
  readonly bytes: number;
  /** What could not be copied, the first of it. */
  readonly failures: readonly { readonly path: string; readonly message: string }[];
  readonly failureCount: number;
  /** Files that are there already, the first of them; with `ask` alone. */
  readonly existing: readonly string[];
}

export interface ExtractProgress {
  readonly files: number;
  readonly bytes: number;
  readonly path: string;
}

/** Gives a request up. Has no answer of its own. */
export interface CancelRequest {
  readonly request: number;
}

export interface BrowseRequests {
  readonly open: OpenDriveRequest;
  readonly list: ListRequest;
  readonly stat: StatRequest;
  readonly read: ReadRequest;
  readonly extract: ExtractRequest;
}

export interface BrowseAnswers {
  readonly open: OpenedDriveAnswer;
  readonly list: DirectoryPage;
  readonly stat: BrowsedEntry;
  readonly read: ReadAnswer;
  readonly extract: ExtractAnswer;
}

export type BrowseMethod = keyof BrowseRequests;

/**
 * Why a request has no answer. `locked`: no key was named. `wrong-key`: it is not this volume's. `not-found`: there is nothing of that
 * path. `cancelled`: it was given up. `failed`: the message says it.
 */
export type BrowseErrorKind = 'locked' | 'wrong-key' | 'not-found' | 'cancelled' | 'failed';

/** A line of the answers. */
export type BrowseLine =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly progress: ExtractProgress }
  /** Without a number where the request had none. */
  | { readonly id?: number; readonly error: { readonly kind: BrowseErrorKind; readonly message: string } };

/** Bytes that are read at once: as Base64 they fit in a line of a megabyte. */
export const MAX_READ_BYTES = 512 * 1024;
