import { ntfsUpCase } from '#core/names/ntfsUpCase';
import { sentence } from '../../language/sentence';
import type { VolumeTree } from './volumeTree';

/** The names in a volume's root besides those of the tree, in any order. */
export type ExtraNames = readonly string[];

/** Two entries of a directory whose names are equal or differ only in case. */
export class NameCollisionError extends Error {
  constructor(
    readonly directory: number,
    readonly first: string,
    readonly second: string,
  ) {
    super(sentence`"${first}" and "${second}" are the same name on NTFS: leave one of them out, or rename it.`);
  }
}

/**
 * The entries of all directories, grouped by directory, each group in index order. An entry is a file's number;
 * `fileCount` plus a directory's number; or, in the root, `fileCount + directoryCount` plus the position of an extra
 * name.
 */
export interface EntryOrder {
  /** The entries of directory d lie from `start[d]` to before `start[d + 1]`. */
  readonly start: Uint32Array;
  readonly entries: Uint32Array;
}

/** The upper-case names of one directory at a time, in one pool outside the JavaScript heap. */
class NamePool {
  private units = new Uint16Array(1 << 16);
  private ends = new Uint32Array(1 << 10);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  add(name: string): void {
    const start = this.startOf(this.count);
    const end = start + name.length;
    if (end > this.units.length) this.units = grown(this.units, Uint16Array);
    if (this.count === this.ends.length) this.ends = grown(this.ends, Uint32Array);
    for (let index = 0; index < name.length; index++) this.units[start + index] = ntfsUpCase[name.charCodeAt(index)]!;
    this.ends[this.count++] = end;
  }

  /** The unit at `depth` plus 1; 0 past the end, so that a prefix sorts first. */
  unitAt(name: number, depth: number): number {
    const at = this.startOf(name) + depth;
    return at < this.ends[name]! ? this.units[at]! + 1 : 0;
  }

  compare(a: number, b: number, depth: number): number {
    for (let at = depth; ; at++) {
      const unit = this.unitAt(a, at);
      const difference = unit - this.unitAt(b, at);
      if (difference !== 0 || unit === 0) return difference;
    }
  }

  private startOf(name: number): number {
    return name === 0 ? 0 : this.ends[name - 1]!;
  }
}

function grown<Column extends Uint16Array | Uint32Array>(column: Column, type: new (length: number) => Column): Column {
  const larger = new type(column.length * 2);
  larger.set(column);
  return larger;
}

const SHORT = 12;

/**
 * Sorts `order[low]` to before `order[high]`, whose names agree in their first `depth` units: three-way quicksort by
 * one unit.
 */
function sortNames(pool: NamePool, order: Uint32Array, low: number, high: number, depth: number): void {
  while (high - low > SHORT) {
    const pivot = pool.unitAt(order[(low + high) >>> 1]!, depth);
    let less = low;
    let greater = high;
    for (let at = low; at < greater;) {
      const name = order[at]!;
      const unit = pool.unitAt(name, depth);
      if (unit < pivot) {
        order[at++] = order[less]!;
        order[less++] = name;
      } else if (unit > pivot) {
        order[at] = order[--greater]!;
        order[greater] = name;
      } else at++;
    }
    // Loops over the largest part and recurses into the others, so that the depth stays logarithmic.
    const equal = { low: less, high: greater, depth: depth + 1, isSorted: pivot === 0 };
    const parts = [{ low, high: less, depth, isSorted: false }, equal, { low: greater, high, depth, isSorted: false }];
    parts.sort((a, b) => a.high - a.low - (b.high - b.low));
    for (const part of parts.slice(0, 2)) if (!part.isSorted) sortNames(pool, order, part.low, part.high, part.depth);
    const largest = parts[2]!;
    if (largest.isSorted) return;
    ({ low, high, depth } = largest);
  }
  for (let at = low + 1; at < high; at++) {
    const name = order[at]!;
    let hole = at;
    while (hole > low && pool.compare(order[hole - 1]!, name, depth) > 0) {
      order[hole] = order[hole - 1]!;
      hole--;
    }
    order[hole] = name;
  }
}

/** The name of an entry of `EntryOrder`. */
export function entryName(tree: VolumeTree, extraNames: ExtraNames, entry: number): string {
  if (entry < tree.fileCount) return tree.fileName(entry);
  const directory = entry - tree.fileCount;
  return directory < tree.directoryCount ? tree.directoryName(directory) : extraNames[directory - tree.directoryCount]!;
}

function groupEntries(tree: VolumeTree, extraCount: number, isListed: (file: number) => boolean): EntryOrder {
  const { directoryCount, fileCount } = tree;
  const start = new Uint32Array(new SharedArrayBuffer((directoryCount + 1) * 4));
  for (let file = 0; file < fileCount; file++) if (isListed(file)) start[tree.directoryOf(file) + 1]!++;
  for (let directory = 1; directory < directoryCount; directory++) start[tree.parentOf(directory) + 1]!++;
  start[1]! += extraCount;
  for (let directory = 0; directory < directoryCount; directory++) start[directory + 1]! += start[directory]!;

  const entries = new Uint32Array(new SharedArrayBuffer(start[directoryCount]! * 4));
  const next = start.slice(0, directoryCount);
  for (let extra = 0; extra < extraCount; extra++) entries[next[0]!++] = fileCount + directoryCount + extra;
  for (let directory = 1; directory < directoryCount; directory++)
    entries[next[tree.parentOf(directory)]!++] = fileCount + directory;
  for (let file = 0; file < fileCount; file++) if (isListed(file)) entries[next[tree.directoryOf(file)]!++] = file;
  return { start, entries };
}

/**
 * Groups all entries and sorts them by `$UpCase`, unit by unit. Only one directory's names are in memory at a time.
 * Files for which `isListed` returns false get no entry.
 *
 * @throws NameCollisionError
 */
export function orderEntries(
  tree: VolumeTree,
  extraNames: ExtraNames,
  isListed: (file: number) => boolean = () => true,
): EntryOrder {
  const order = groupEntries(tree, extraNames.length, isListed);
  const pool = new NamePool();
  for (let directory = 0; directory < tree.directoryCount; directory++) {
    const entries = order.entries.subarray(order.start[directory], order.start[directory + 1]);
    if (entries.length < 2) continue;
    pool.clear();
    for (const entry of entries) pool.add(entryName(tree, extraNames, entry));
    sortDirectory(pool, entries, (first, second) => {
      throw new NameCollisionError(directory, entryName(tree, extraNames, first), entryName(tree, extraNames, second));
    });
  }
  return order;
}

function sortDirectory(pool: NamePool, entries: Uint32Array, collide: (first: number, second: number) => never): void {
  const places = Uint32Array.from(entries, (_, place) => place);
  let isSorted = true;
  for (let at = 1; at < places.length && isSorted; at++) isSorted = pool.compare(at - 1, at, 0) < 0;
  if (isSorted) return;
  sortNames(pool, places, 0, places.length, 0);
  const unsorted = Uint32Array.from(entries);
  for (let at = 0; at < places.length; at++) {
    const entry = unsorted[places[at]!]!;
    if (at > 0 && pool.compare(places[at - 1]!, places[at]!, 0) === 0) collide(unsorted[places[at - 1]!]!, entry);
    entries[at] = entry;
  }
}
