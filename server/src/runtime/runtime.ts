import type { CancellationToken } from 'vscode-languageserver';
import type { Sha256 } from '#core/jrm/jrm';

/** What lies at a path. */
export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
}

/** A file that is read in parts. */
export interface OpenedFile {
  /** Bytes. */
  readonly size: number;
  /** Changes when the file is changed or replaced. */
  readonly version: string;
  /** The bytes from `offset` on; fewer than `length` at the end of the file. The caller may keep them. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** An entry of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly directory: boolean;
}

/**
 * What the server needs from the machine it runs on. In a browser, the client provides the workspace's files, and there
 * is no other disk.
 */
export interface Runtime {
  readonly windows: boolean;
  /** True where names that differ only in case are one file. */
  readonly ignoresCase: boolean;
  /** URI of the folder with the rules' pages, ending in `/`; `undefined` where the bundle has none. */
  readonly rulePages: string | undefined;
  readonly sha256: Sha256;
  /** `missing` where nothing is there; `undefined` where that cannot be determined. */
  stat(path: string): Promise<FileStat | 'missing' | undefined>;
  /**
   * The text of a regular file; `undefined` where it cannot be read, is longer than `limit` bytes, or is no longer
   * wanted.
   */
  readText(path: string, limit: number, isWanted?: () => boolean): Promise<string | undefined>;
  /** Names of a directory's entries; `undefined` where it cannot be read. */
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  /**
   * The bytes of a regular file; `undefined` where it cannot be read, is longer than `limit` bytes, or is no longer
   * wanted.
   */
  readBytes(path: string, limit: number, isWanted?: () => boolean): Promise<Uint8Array | undefined>;
  /**
   * Opens a regular file to read parts of it; `undefined` where it cannot be read. Absent where files can only be read
   * whole.
   */
  openFile?(path: string): Promise<OpenedFile | undefined>;
  /**
   * Runs another bundle of this program and passes each line of its output to `onLine`, and its error output to
   * `onComplaint`. Resolves when the process ends; cancelling the token ends it.
   */
  run(
    bundle: string,
    args: readonly string[],
    onLine: (line: string) => void,
    onComplaint: (text: string) => void,
    token: CancellationToken,
  ): Promise<void>;
  /** The path by which the other functions find what a URI names; `undefined` where they cannot. */
  toPath(uri: string): string | undefined;
  /** `undefined` where the path is not one that the client could open. */
  toUri(path: string): string | undefined;
}
