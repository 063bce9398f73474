import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What Windows makes in the root of every volume: restore points and the like, and what was deleted. */
const systemFolders: ReadonlySet<string> = new Set(['system volume information', '$recycle.bin']);

export function isSystemFolder(name: string): boolean {
  return systemFolders.has(name.toLowerCase());
}

/**
 * Whether a source is a whole volume: a drive letter alone, or a directory where a volume is mounted.
 *
 * @param written as the dataset has it
 * @param path on this machine
 */
export function isVolumeRoot(written: string, path: string): boolean {
  if (/^[A-Za-z]:[\\/]*$/.test(written)) return true;
  const parent = dirname(resolve(path));
  try {
    return parent === resolve(path) || statSync(parent).dev !== statSync(path).dev;
  } catch {
    return false;
  }
}
