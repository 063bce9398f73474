import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { statTimeOf } from '../model/fileTime';
import type { FileIdentity } from '../model/pathIdentity';
import { systemCodeOf } from '../model/systemError';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import { joinPath } from './sourcePath';

/**
 * The times of a file, in FILETIME units. If the file system keeps no creation time, the last change is used instead.
 */
export function timesOf({ birthtimeNs, mtimeNs, atimeNs }: BigIntStats): FileTimes {
  const modified = statTimeOf(mtimeNs);
  return { created: birthtimeNs === 0n ? modified : statTimeOf(birthtimeNs), modified, accessed: statTimeOf(atimeNs) };
}

/** The result of looking at a file; a medium is a file that a drive would be written to. */
export const SourceState = { Ordinary: 0, Vanished: 1, Unreadable: 2, NotAFile: 3, Medium: 4 } as const;
export type SourceState = (typeof SourceState)[keyof typeof SourceState];

/** Files of one directory to look at. */
export interface StatRequest {
  readonly directory: string;
  readonly names: readonly string[];
}

/** The results for several files, in columns, because they are passed between threads. */
export interface StatColumns {
  readonly state: Uint8Array;
  readonly size: Float64Array;
  readonly created: BigInt64Array;
  readonly modified: BigInt64Array;
  readonly accessed: BigInt64Array;
  /** The system's error codes for unreadable files, by index. */
  readonly errors: ReadonlyMap<number, string>;
}

/** Looks at the files of several directories. */
export type LookAtFiles = (requests: readonly StatRequest[]) => StatColumns | Promise<StatColumns>;

export type MayRead = (path: string, stats: BigIntStats) => boolean;

/**
 * Looks at files, directory by directory. `follow`: through symbolic links. `media`: the files that the drives would be
 * written to.
 */
export function statFiles(
  requests: readonly StatRequest[],
  follow: boolean,
  mayRead: MayRead,
  media: readonly FileIdentity[] = [],
): StatColumns {
  const count = requests.reduce((sum, { names }) => sum + names.length, 0);
  const errors = new Map<number, string>();
  const found = {
    state: new Uint8Array(count),
    size: new Float64Array(count),
    created: new BigInt64Array(count),
    modified: new BigInt64Array(count),
    accessed: new BigInt64Array(count),
    errors,
  };
  let index = 0;
  for (const { directory, names } of requests) {
    const prefix = joinPath(directory, '');
    for (const name of names) look(prefix + name, index++);
  }
  return found;

  function look(path: string, at: number): void {
    const stats = statPath(path, follow);
    if (typeof stats === 'string' || !stats.isFile()) {
      if (stats === 'ENOENT') found.state[at] = SourceState.Vanished;
      else if (typeof stats === 'string') fail(at, stats);
      else found.state[at] = SourceState.NotAFile;
      return;
    }
    if (!mayRead(path, stats)) fail(at, 'EACCES');
    found.size[at] = Number(stats.size);
    const { created, modified, accessed } = timesOf(stats);
    found.created[at] = created;
    found.modified[at] = modified;
    found.accessed[at] = accessed;
    if (media.some(({ dev, ino }) => ino === stats.ino && dev === stats.dev)) found.state[at] = SourceState.Medium;
  }

  function fail(at: number, code: string): void {
    found.state[at] = SourceState.Unreadable;
    errors.set(at, code);
  }
}

/** What the system knows of a path, or the error code if it refuses. */
export function statPath(path: string, follow: boolean): BigIntStats | string {
  try {
    return (follow ? statSync : lstatSync)(path, { bigint: true, throwIfNoEntry: false }) ?? 'ENOENT';
  } catch (error) {
    return systemCodeOf(error);
  }
}

/**
 * Whether this process may read a file, judged by its mode. The system is asked only if the mode forbids it, as it may
 * know better.
 */
export function mayReadByMode(): MayRead {
  const { getuid, getgroups, getegid } = process;
  if (!getuid || !getgroups || !getegid) return () => true;
  const user = BigInt(getuid());
  if (user === 0n) return () => true;
  const groups = new Set([getegid(), ...getgroups()].map(BigInt));
  return (path, { mode, uid, gid }) => {
    const bit = uid === user ? 0o400n : groups.has(gid) ? 0o040n : 0o004n;
    return (mode & bit) !== 0n || isAccessible(path);
  };
}

function isAccessible(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
