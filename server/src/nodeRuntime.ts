import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Runtime } from './runtime';

/** The machine as Node sees it. `bundle` is the folder of the running bundle. */
export function nodeRuntime(bundle: string): Runtime {
  const pages = join(bundle, '..', 'docs', 'rules');
  const readBytes = async (path: string, limit: number): Promise<Uint8Array | undefined> => {
    try {
      const file = await open(path);
      try {
        const { size } = await file.stat();
        return size > limit ? undefined : await file.readFile();
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  };
  return {
    windows: process.platform === 'win32',
    rulePages: existsSync(pages) ? `${pathToFileURL(pages).href}/` : undefined,
    sha256: () => {
      const hash = createHash('sha256');
      return { update: (text) => void hash.update(text), digest: () => hash.digest('hex') };
    },
    readBytes,
    openFile: async (path) => {
      try {
        const file = await open(path);
        const { size, mtimeMs, ino } = await file.stat();
        return {
          size,
          version: `${ino} ${mtimeMs} ${size}`,
          read: async (offset, length) => {
            const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, offset);
            return buffer.subarray(0, bytesRead);
          },
          close: () => file.close(),
        };
      } catch {
        return undefined;
      }
    },
    readText: async (path, limit) => {
      const bytes = await readBytes(path, limit);
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
    list: async (path) => {
      try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.map((entry) => ({ name: entry.name, directory: entry.isDirectory() }));
      } catch {
        return undefined;
      }
    },
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
        return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
      } catch {
        return undefined;
      }
    },
    toUri: (path) => pathToFileURL(path).href,
  };
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
