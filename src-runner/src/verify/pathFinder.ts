import { ntfsUpCase } from '#core/names/ntfsUpCase';
import { entryName } from '../volume/ntfs/entryOrder';
import type { NtfsLayout } from '../volume/ntfs/layout';
import { rootNames } from '../volume/ntfs/systemNames';
import type { VolumeTree } from '../volume/ntfs/volumeTree';

/** Finds files of a tree by path. Fast if consecutive paths lie in the same directory. */
export class PathFinder {
  private lastDirectory = { path: '', number: 0 as number | undefined };

  constructor(
    private readonly tree: VolumeTree,
    private readonly layout: NtfsLayout,
  ) {}

  /** The number of the file at `\dir\name`, spelled exactly like this; undefined if there is none. */
  find(path: string): number | undefined {
    const slash = path.lastIndexOf('\\');
    if (slash === -1 || !path.startsWith('\\')) return undefined;
    const directory = this.directoryAt(path.slice(0, slash));
    const entry = directory === undefined ? undefined : this.entryOf(directory, path.slice(slash + 1));
    return entry !== undefined && entry < this.tree.fileCount ? entry : undefined;
  }

  private directoryAt(path: string): number | undefined {
    if (path === this.lastDirectory.path) return this.lastDirectory.number;
    let number: number | undefined = 0;
    for (const name of path.split('\\').slice(1)) {
      const entry = this.entryOf(number, name);
      number = entry === undefined ? undefined : entry - this.tree.fileCount;
      if (number === undefined || number < 1 || number >= this.tree.directoryCount) {
        number = undefined;
        break;
      }
    }
    this.lastDirectory = { path, number };
    return number;
  }

  /** The entry of a name in a directory, whose entries are sorted by `$UpCase`. */
  private entryOf(directory: number, name: string): number | undefined {
    const { start, entries } = this.layout;
    let low = start[directory]!;
    let high = start[directory + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = entryName(this.tree, rootNames, entries[middle]!);
      const order = compareNames(found, name);
      if (order === 0) return found === name ? entries[middle]! : undefined;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }
}

function compareNames(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = ntfsUpCase[one.charCodeAt(index)]! - ntfsUpCase[other.charCodeAt(index)]!;
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
