import { stat } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { sentence } from '../../language/sentence';
import { UsageError } from '../exitCode';
import { listFolder } from './jobFolder';
import { reasonOf } from './textFile';

/** A folder whose files are checked together. */
export interface TargetFolder {
  readonly path: string;
  /** Names of the files in it. */
  readonly files: readonly string[];
  /** Names of those that were named on the command line; `undefined` where all were. */
  named: Set<string> | undefined;
}

/**
 * Finds the folders that the named files and folders stand for. What does not exist or cannot be read is left out, and
 * `onUnreadable` is told: the rest is checked all the same.
 */
export async function findTargets(paths: readonly string[], onUnreadable: (message: string) => void): Promise<TargetFolder[]> {
  const folders = new Map<string, TargetFolder>();
  for (const path of paths.map(normalize)) {
    try {
      if ((await kindOf(path)) === 'file') await addFile(path, folders);
      else await addFolder(path, folders);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onUnreadable(error.message);
    }
  }
  return [...folders.values()];

  async function addFolder(path: string, found: Map<string, TargetFolder>): Promise<void> {
    const known = found.get(path);
    if (known && known.named === undefined) return;
    try {
      const { files, folders: below } = await listFolder(path);
      found.set(path, { path, files, named: undefined });
      for (const name of below) await addFolder(join(path, name), found);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onUnreadable(error.message);
    }
  }
}

async function addFile(path: string, folders: Map<string, TargetFolder>): Promise<void> {
  const folder = dirname(path);
  let target = folders.get(folder);
  if (!target) {
    // A folder that may not be listed can still hold a file that may be read.
    const files = await listFolder(folder).then(({ files: names }) => names, () => []);
    target = { path: folder, files, named: new Set() };
    folders.set(folder, target);
  }
  target.named?.add(basename(path));
}

async function kindOf(path: string): Promise<'file' | 'folder'> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    if (found.isFile()) return 'file';
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UsageError(sentence`${path} cannot be read: ${reasonOf(error)}`);
  }
  throw new UsageError(sentence`${path} is neither a file nor a folder.`);
}
