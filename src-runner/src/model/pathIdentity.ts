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
  return identityOf(facts);
}

/** The identity of what has been looked at. */
export function identityOf(facts: BigIntStats): string {
  const beneath = beneathLoops(facts);
  return beneath.isBlockDevice() || beneath.isCharacterDevice()
    ? `device ${beneath.rdev}`
    : `${beneath.dev}:${beneath.ino}`;
}

/** What tells a file from every other of its system, whatever it is called. */
export type FileIdentity = Pick<BigIntStats, 'dev' | 'ino'>;

/** The file whose bytes are written by way of a path; undefined where nothing is yet, or a disk that is no file's. */
export function fileBehind(path: string): FileIdentity | undefined {
  const facts = statOf(path);
  const beneath = facts === undefined ? undefined : beneathLoops(facts);
  // File systems that do not number their files tell none of them apart.
  return beneath?.isFile() && beneath.ino !== 0n ? { dev: beneath.dev, ino: beneath.ino } : undefined;
}

/** Of a loop device the file that it gives the bytes of, which may be the disk of another one. */
function beneathLoops(facts: BigIntStats): BigIntStats {
  const backing = facts.isBlockDevice() ? backingFileOf(facts.rdev) : undefined;
  const beneath = backing === undefined ? undefined : statOf(backing);
  if (beneath?.isFile()) return beneath;
  return beneath?.isBlockDevice() ? beneathLoops(beneath) : facts;
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
