import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { indexHolds } from '#core/disk/gitIndex';

/** True where git tracks the file. Reads the index of the repository that the file lies in; no program is run. */
export async function isTrackedByGit(path: string): Promise<boolean> {
  const file = resolve(path);
  for (let root = dirname(file); ; root = dirname(root)) {
    try {
      const index = await readFile(join(root, '.git', 'index'));
      return indexHolds(index, relative(root, file).split(sep).join('/'));
    } catch {
      if (dirname(root) === root) return false;
    }
  }
}
