import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { deviceNumber } from './deviceNumber';

/** Systems on whose disks two spellings of a name are one file, as a rule. */
const FOLDS_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * What a path leads to, whatever its spelling: two paths with one identity are one file or one disk, by way of links and of loop
 * devices too. A path where nothing is yet has that of its folder, and its name.
 */
export function pathIdentity(path: string): string {
  const facts = statOf(path);
  if (facts === undefined) {
    const parent = dirname(resolve(path));
    const name = FOLDS_CASE ? basename(path).toLowerCase() : basename(path);
    return parent === resolve(path) ? parent : `${pathIdentity(parent)}/${name}`;
  }
  if (!facts.isBlockDevice() && !facts.isCharacterDevice()) return fileIdentity(facts);
  const backing = backingFileOf(facts.rdev);
  const file = backing === undefined ? undefined : statOf(backing);
  return file?.isFile() ? fileIdentity(file) : `device ${facts.rdev}`;
}

/** The identity of a file or folder that has been looked at. */
function fileIdentity({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}

/** An absolute path without links, as far as the path exists. */
export function realPath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(realPath(parent), basename(absolute));
  }
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Linux: the file that a loop device gives the bytes of. */
function backingFileOf(rdev: bigint): string | undefined {
  try {
    return readFileSync(`/sys/dev/block/${deviceNumber(rdev)}/loop/backing_file`, 'utf8').replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
