/**
 * Server to client: what lies in the workspace, where the server has no disk of its own. `uri` may be of any file
 * system that the client knows. Types and method names alone, so that the client can import it without the server.
 */

export interface FileParams {
  readonly uri: string;
}

/** Answers a `StatResult`. */
export const statFileRequest = 'sneakernet/files/stat';

/** `missing` where nothing is there; `null` where it cannot be told. Sizes are bytes. */
export type StatResult = { readonly kind: 'file' | 'directory' | 'other'; readonly size: number } | 'missing' | null;

/** Answers a `ListResult`. */
export const listFolderRequest = 'sneakernet/files/list';

/** `null` where the folder cannot be read. */
export type ListResult = readonly { readonly name: string; readonly directory: boolean }[] | null;

/** Answers a `ReadResult`. */
export const readFileRequest = 'sneakernet/files/read';

export interface ReadParams extends FileParams {
  /** Bytes; a longer file is not read. */
  readonly limit: number;
}

/** Bytes as they are: the messages of a web worker are cloned, not written as JSON. `null` where they cannot be had. */
export type ReadResult = Uint8Array | null;
