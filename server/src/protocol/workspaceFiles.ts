/**
 * Server to client: asks about files in the workspace when the server has no disk. `uri` may belong to any file system
 * that the client knows. Only types and method names, so that the client can import them without the server.
 */

export interface FileParams {
  readonly uri: string;
}

/** Answers a `StatResult`. */
export const statFileRequest = 'sneakernet/files/stat';

/** `missing` where nothing is there; `null` where that cannot be determined. Sizes are in bytes. */
export type StatResult = { readonly kind: 'file' | 'directory' | 'other'; readonly size: number } | 'missing' | null;

/** Answers a `ListResult`. */
export const listFolderRequest = 'sneakernet/files/list';

/** `null` where the folder cannot be read. */
export type ListResult = readonly { readonly name: string; readonly directory: boolean }[] | null;

/** Answers a `ReadResult`. */
export const readFileRequest = 'sneakernet/files/read';

export interface ReadParams extends FileParams {
  /** In bytes; a longer file is not read. */
  readonly limit: number;
}

/** Raw bytes: messages of a web worker are cloned, not written as JSON. `null` where they are not available. */
export type ReadResult = Uint8Array | null;
