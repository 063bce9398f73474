import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { listDirectory, openRegularFile, readRegularFile } from './disk/regularFile';
import { canonicalUri, fileUri, isFileUri } from './language/uris';
import type { Runtime } from './runtime/runtime';

/** The machine as Node sees it. `bundle` is the folder of the running bundle. */
export function nodeRuntime(bundle: string): Runtime {
  const pages = join(bundle, '..', 'docs', 'rules');
  return {
    windows: process.platform === 'win32',
    ignoresCase: process.platform === 'win32' || process.platform === 'darwin',
    rulePages: existsSync(pages) ? `${fileUri(pages)}/` : undefined,
    sha256: () => {
      const hash = createHash('sha256');
      return { update: (text) => void hash.update(text), digest: () => hash.digest('hex') };
    },
    readBytes: readRegularFile,
    openFile: openRegularFile,
    readText: async (path, limit, isWanted) => {
      const bytes = await readRegularFile(path, limit, isWanted);
      return bytes && new TextDecoder().decode(bytes);
    },
    stat: async (path) => {
      try {
        const found = await stat(path);
        return { kind: found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other', size: found.size };
      } catch (error) {
        return isMissing(error) ? 'missing' : undefined;
      }
    },
    list: listDirectory,
    run: (name, args, onLine, onComplaint, token) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(bundle, name), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
        const cancellation = token.onCancellationRequested(() => child.kill());
        createInterface({ input: child.stdout }).on('line', onLine);
        child.stderr.setEncoding('utf8').on('data', onComplaint);
        child.once('error', reject);
        child.once('close', () => {
          cancellation.dispose();
          resolve();
        });
      }),
    toPath: (uri) => {
      try {
        return isFileUri(uri) ? fileURLToPath(canonicalUri(uri)) : undefined;
      } catch {
        return undefined;
      }
    },
    toUri: (path) => fileUri(resolve(path)),
  };
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
