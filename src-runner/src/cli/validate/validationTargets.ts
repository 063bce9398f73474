import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { sentence } from '../../language/sentence';
import { UsageError } from '../../model/usageError';
import { jobFolderOf, jobFolders, listFolder } from '../../job/jobFolder';
import { reasonOf } from '../../job/textFile';

/** The folder of a job, whose files are checked together. File paths are relative to it, with slashes. */
export interface TargetFolder {
  readonly path: string;
  /** Names of the files in it. */
  readonly files: readonly string[];
  /** Files to report on. */
  readonly asked: Set<string>;
  /** Those of them that were named on the command line. */
  readonly named: Set<string>;
  /** True if the whole folder was named: everything that belongs to its job is reported on. */
  isWhole: boolean;
}

/**
 * Finds the folders of the named files and folders. `onUnreadable` is called for what does not exist or cannot be read;
 * the rest is checked all the same.
 */
export async function findTargets(
  paths: readonly string[],
  onUnreadable: (message: string) => void,
): Promise<TargetFolder[]> {
  const folders = new Map<string, TargetFolder>();
  const searched = new Set<string>();
  for (const path of paths.map(normalize)) {
    try {
      if ((await kindOf(path)) === 'file') await addFile(path);
      else await addFolder(path);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onUnreadable(error.message);
    }
  }
  return [...folders.values()];

  async function addFile(path: string): Promise<void> {
    const { folder, name } = await jobFolderOf(path);
    const target = await folderAt(folder, folders);
    target.asked.add(name);
    target.named.add(name);
  }

  async function addFolder(path: string): Promise<void> {
    if (searched.has(path)) return;
    searched.add(path);
    try {
      const { files, folders: below } = await listFolder(path);
      (await folderAt(path, folders, files)).isWhole = true;
      const ownerOf = await jobFolders(path);
      for (const file of files) {
        const { folder, name } = ownerOf(file);
        (await folderAt(folder, folders)).asked.add(name);
      }
      for (const name of below) await addFolder(join(path, name));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onUnreadable(error.message);
    }
  }
}

async function folderAt(
  path: string,
  folders: Map<string, TargetFolder>,
  known?: readonly string[],
): Promise<TargetFolder> {
  let target = folders.get(path);
  if (!target) {
    // A folder that cannot be listed may still contain a readable file.
    const files =
      known ??
      (await listFolder(path).then(
        ({ files: names }) => names,
        () => [],
      ));
    target = { path, files, asked: new Set(), named: new Set(), isWhole: false };
    folders.set(path, target);
  }
  return target;
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
