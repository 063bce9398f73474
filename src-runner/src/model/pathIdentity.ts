import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { deviceNumber } from './deviceNumber';

/** Systems where names that differ only in case are usually the same file. */
const FOLDS_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * Identifies what a path leads to, whatever its spelling: paths with the same identity are the same file or disk, also
 * through links and loop devices. A path where nothing exists yet has the identity of its folder plus its name.
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

/** The identity of a file by its stats. */
export function identityOf(facts: BigIntStats): string {
  const beneath = beneathLoops(facts);
  return beneath.isBlockDevice() || beneath.isCharacterDevice()
    ? `device ${beneath.rdev}`
    : `${beneath.dev}:${beneath.ino}`;
}

/** Distinguishes a file from every other on its system, under any name. */
export type FileIdentity = Pick<BigIntStats, 'dev' | 'ino'>;

/**
 * The file whose bytes are written through a path; undefined if nothing exists yet, or for a disk that is not backed by
 * a file.
 */
export function fileBehind(path: string): FileIdentity | undefined {
  const facts = statOf(path);
  const beneath = facts === undefined ? undefined : beneathLoops(facts);
  // File systems without file numbers cannot distinguish files.
  return beneath?.isFile() && beneath.ino !== 0n ? { dev: beneath.dev, ino: beneath.ino } : undefined;
}

/** For a loop device, the file behind it, which may itself belong to another loop device. */
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

/** On Linux, the file behind a loop device. */
function backingFileOf(rdev: bigint): string | undefined {
  try {
    return readFileSync(`/sys/dev/block/${deviceNumber(rdev)}/loop/backing_file`, 'utf8').replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
