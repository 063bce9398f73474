/*
 * The protocol between `sneakernet browse` and the program that started it: one JSON value per line. Each request has a
 * number, which its answer repeats; several requests may be under way at once. Paths are those on the drive,
 * `\dir\name`; the root is empty.
 */

/**
 * Opens a drive. Its key comes from one of the other properties; an unencrypted drive needs none. Answered with
 * OpenedDriveAnswer.
 */
export interface OpenDriveRequest {
  readonly target: string;
  /** The recovery key. A secret. */
  readonly key?: string;
  readonly keyFile?: string;
  readonly jrm?: string;
}

export interface OpenedDriveAnswer {
  /** The label of the volume. */
  readonly label: string;
  /** Bytes. */
  readonly length: number;
  readonly freeBytes: number;
}

/** Asks for some entries of a directory, in name order. Answered with DirectoryPage. */
export interface ListRequest {
  readonly path: string;
  /** How many entries to skip, and how many to return. */
  readonly start?: number;
  readonly count?: number;
}

export interface DirectoryPage {
  readonly entries: readonly BrowsedEntry[];
  /** More entries follow. */
  readonly hasMore: boolean;
}

export interface BrowsedEntry {
  readonly name: string;
  readonly type: 'file' | 'directory';
  /** Bytes; 0 for a directory. */
  readonly size: number;
  /** Milliseconds since 1970; 0 if a `Date` cannot hold the time. */
  readonly modified: number;
  readonly created: number;
}

/** Answered with a BrowsedEntry. */
export interface StatRequest {
  readonly path: string;
}

/** Asks for part of a file, at most MAX_READ_BYTES. Answered with ReadAnswer. */
export interface ReadRequest {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

export interface ReadAnswer {
  /** Base64. */
  readonly data: string;
}

/**
 * Copies files and directories to a folder of this machine. Answered with ExtractAnswer, after some ExtractProgress.
 */
export interface ExtractRequest {
  readonly paths: readonly string[];
  readonly to: string;
  /** What to do if files exist already: `ask` then copies nothing and names some of them. */
  readonly existing: 'ask' | 'keep' | 'replace';
}

export interface ExtractAnswer {
  readonly files: number;
  readonly bytes: number;
  /** The first of the files that could not be copied. */
  readonly failures: readonly { readonly path: string; readonly message: string }[];
  readonly failureCount: number;
  /** The first of the files that exist already; only with `ask`. */
  readonly existing: readonly string[];
}

export interface ExtractProgress {
  readonly files: number;
  readonly bytes: number;
  readonly path: string;
}

/** Cancels a request. Has no answer of its own. */
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
 * Why a request failed. `locked`: no key was given. `wrong-key`: the key is not this volume's. `not-found`: nothing has
 * that path. `cancelled`: the request was cancelled. `failed`: see the message.
 */
export type BrowseErrorKind = 'locked' | 'wrong-key' | 'not-found' | 'cancelled' | 'failed';

/** A line of the answers. */
export type BrowseLine =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly progress: ExtractProgress }
  /** Without a number if the request had none. */
  | { readonly id?: number; readonly error: { readonly kind: BrowseErrorKind; readonly message: string } };

/** The most bytes read at once: as Base64 they fit in a line of a megabyte. */
export const MAX_READ_BYTES = 512 * 1024;
