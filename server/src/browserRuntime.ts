import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Connection } from 'vscode-languageserver';
import { listFolderRequest, readFileRequest, statFileRequest } from './protocol/workspaceFiles';
import type { FileParams, ListResult, ReadParams, ReadResult, StatResult } from './protocol/workspaceFiles';
import type { Runtime } from './runtime/runtime';

/** A URI with a scheme. A single letter is a drive, not a scheme. */
const URI = /^[a-z][a-z0-9+.-]+:\//i;

/**
 * The workspace as seen through the client's file systems, for a server in a web worker. Its paths are URIs. A path in
 * a CSV is not one of them: it belongs to a machine that the browser does not know, so nothing is said about it.
 */
export function browserRuntime(connection: Connection, rulePages: string | undefined): Runtime {
  const ask = async <Result>(method: string, params: FileParams | ReadParams): Promise<Result | undefined> => {
    if (!URI.test(params.uri)) return undefined;
    // What the client cannot provide counts as missing.
    return (await connection.sendRequest<Result | null>(method, params).catch(() => null)) ?? undefined;
  };
  const readBytes = (uri: string, limit: number) =>
    ask<NonNullable<ReadResult>>(readFileRequest, { uri, limit } satisfies ReadParams);
  return {
    // The job may be prepared on Windows or elsewhere; `false` lets paths of both kinds be written.
    windows: false,
    ignoresCase: false,
    rulePages,
    sha256: () => {
      const hash = sha256.create();
      return { update: (text) => void hash.update(utf8ToBytes(text)), digest: () => bytesToHex(hash.digest()) };
    },
    readBytes,
    readText: async (uri, limit) => {
      const bytes = await readBytes(uri, limit);
      return bytes && new TextDecoder().decode(bytes);
    },
    stat: (uri) => ask<NonNullable<StatResult>>(statFileRequest, { uri }),
    list: (uri) => ask<NonNullable<ListResult>>(listFolderRequest, { uri }),
    run: () => Promise.reject(new Error('A browser cannot run programs: open the folder in VS Code on a computer.')),
    toPath: (uri) => (URI.test(uri) ? uri.replace(/\/+$/, '') : undefined),
    toUri: (path) => (URI.test(path) ? path : undefined),
  };
}
