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
  /** Another one after the file was changed or replaced. */
  readonly version: string;
  /** The bytes from `offset` on, fewer than `length` at the end of the file. They are the caller's. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** An entry of a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly directory: boolean;
}

/** What the server needs of the machine it runs on. In a browser, the client answers for the workspace, and there is no other disk. */
export interface Runtime {
  readonly windows: boolean;
  /** True where names that differ in case alone are one file. */
  readonly ignoresCase: boolean;
  /** URI of the folder with the rules' pages, ending in `/`; `undefined` where the bundle has none. */
  readonly rulePages: string | undefined;
  readonly sha256: Sha256;
  /** `missing` where nothing is there; `undefined` where it cannot be told. */
  stat(path: string): Promise<FileStat | 'missing' | undefined>;
  /** The text of a regular file; `undefined` where it cannot be read, is longer than `limit` bytes, or is not wanted any more. */
  readText(path: string, limit: number, isWanted?: () => boolean): Promise<string | undefined>;
  /** Names of a directory's entries; `undefined` where it cannot be read. */
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
  /** The bytes of a regular file; `undefined` where it cannot be read, is longer than `limit` bytes, or is not wanted any more. */
  readBytes(path: string, limit: number, isWanted?: () => boolean): Promise<Uint8Array | undefined>;
  /** Opens a regular file to read parts of it; `undefined` where it cannot be read. Missing where files come as a whole only. */
  openFile?(path: string): Promise<OpenedFile | undefined>;
  /**
   * Runs a bundle of this program beside the server's own, and gives each line of its output to `onLine`, the rest
   * of what it says to `onComplaint`. Ends with the process, which a cancelled token ends.
   */
  run(
    bundle: string,
    args: readonly string[],
    onLine: (line: string) => void,
    onComplaint: (text: string) => void,
    token: CancellationToken,
  ): Promise<void>;
  /** Path by which the other functions find what a URI names; `undefined` where they cannot. */
  toPath(uri: string): string | undefined;
  /** `undefined` where the path is not one that the client could open. */
  toUri(path: string): string | undefined;
}
