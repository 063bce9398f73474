import type { Steps } from '../../work/steps';
import { decodeBytes, encodeText, newText, sameBytes, type ByteList, type ByteText } from '../byteText';
import type { Column } from './folderTable';
import { ROOT_FOLDER, type FolderTable } from './folderTable';
import { compareNatural } from './pathNames';
import { PathParts } from './pathNames';

/** The columns of a tree: one value per checksum, indexed by its number in the file. */
export interface ChecksumColumns {
  readonly folders: FolderTable;
  readonly names: ByteList;
  readonly nameStarts: Column;
  readonly folderOf: Column;
  /** In bytes; NaN where the file does not say. */
  readonly sizes: Column;
  /** The place of its record in the file, in bytes. */
  readonly offsets: Column;
  readonly lengths: Column;
}

export interface TreeFolder {
  readonly kind: 'folder';
  readonly id: number;
  readonly name: string;
  /** All files in it, at any depth. */
  readonly files: number;
  /** Total bytes of the files whose size is known. */
  readonly bytes: number;
}

export interface TreeFile {
  readonly kind: 'file';
  readonly id: number;
  readonly name: string;
  /** In bytes; undefined where the JRM does not say. */
  readonly size: number | undefined;
}

export type TreeEntry = TreeFolder | TreeFile;

/** How many checksums, folders or files are looked at in one step. */
const STEP = 8192;

/** A filter for files and folders, which are given by number. */
export interface TreeFilter {
  has(file: number): boolean;
  files(folder: number): number;
  bytes(folder: number): number;
}

/** The folders and files of a JRM. Entries are created, and folders sorted, on demand. */
export class ChecksumTree {
  readonly #columns: ChecksumColumns;
  readonly #files: Children;
  readonly #subfolders: Children;
  /** For each folder, the totals of everything in it. */
  readonly #fileCounts: Uint32Array;
  readonly #byteCounts: Float64Array;
  readonly #one = newText();
  readonly #other = newText();

  private constructor(
    columns: ChecksumColumns,
    files: Children,
    subfolders: Children,
    fileCounts: Uint32Array,
    byteCounts: Float64Array,
  ) {
    this.#columns = columns;
    this.#files = files;
    this.#subfolders = subfolders;
    this.#fileCounts = fileCounts;
    this.#byteCounts = byteCounts;
  }

  static *build(columns: ChecksumColumns): Steps<ChecksumTree> {
    const { folders, folderOf, sizes } = columns;
    const fileCounts = new Uint32Array(folders.count);
    const byteCounts = new Float64Array(folders.count);
    for (let file = 0; file < folderOf.length; file++) {
      const folder = folderOf.get(file);
      const size = sizes.get(file);
      fileCounts[folder]!++;
      if (size >= 0) byteCounts[folder]! += size;
      if (file % STEP === 0) yield;
    }
    const files = yield* childrenOf(folders.count, folderOf.length, (file) => folderOf.get(file));
    const subfolders = yield* childrenOf(folders.count, folders.count - 1, (index) => folders.parent(index + 1));
    // A folder's number is higher than its parent's.
    for (let folder = folders.count - 1; folder > 0; folder--) {
      const parent = folders.parent(folder);
      fileCounts[parent]! += fileCounts[folder]!;
      byteCounts[parent]! += byteCounts[folder]!;
    }
    return new ChecksumTree(columns, files, subfolders, fileCounts, byteCounts);
  }

  /** The number of checksums. */
  get count(): number {
    return this.#columns.folderOf.length;
  }

  get folderCount(): number {
    return this.#columns.folders.count - 1;
  }

  /** True for the number of a folder, including the root. */
  hasFolder(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && id < this.#columns.folders.count;
  }

  hasFile(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && id < this.count;
  }

  /** The place of a checksum's record in the file, in bytes. */
  record(file: number): { readonly offset: number; readonly length: number } {
    return { offset: this.#columns.offsets.get(file), length: this.#columns.lengths.get(file) };
  }

  /**
   * The content of a folder: first its folders, then its files, both in natural order.
   *
   * @param filter limits the content and the counts to what it lets through
   */
  *list(folder: number, filter?: TreeFilter): Steps<FolderListing> {
    const folders = yield* this.#sorted(this.#subfolders, folder, (index, into) =>
      this.#columns.folders.nameBytes(index + 1, into),
    );
    const files = yield* this.#sorted(this.#files, folder, (file, into) => this.nameBytes(file, into));
    if (!filter) return new FolderListing(this, folders, files, undefined);
    yield;
    return new FolderListing(
      this,
      folders.filter((index) => filter.files(index + 1) > 0),
      files.filter((file) => filter.has(file)),
      filter,
    );
  }

  folder(id: number, filter?: TreeFilter): TreeFolder {
    return {
      kind: 'folder',
      id,
      name: this.#columns.folders.name(id),
      files: filter ? filter.files(id) : this.#fileCounts[id]!,
      bytes: filter ? filter.bytes(id) : this.#byteCounts[id]!,
    };
  }

  file(id: number): TreeFile {
    return { kind: 'file', id, name: decodeBytes(this.nameBytes(id, this.#one)), size: this.size(id) };
  }

  /** The file or directory at a path as the JRM writes it; case matters, a directory's last separator does not. */
  find(path: string): TreeEntry | undefined {
    const name = encodeText(path);
    const parts = new PathParts();
    parts.read(name);
    let folder = ROOT_FOLDER;
    for (let index = 0; index < parts.length; index++) {
      name.start = parts.start(index);
      name.end = parts.end(index);
      const inner = this.folders.find(folder, name);
      if (inner === undefined) return index === parts.length - 1 ? this.#fileIn(folder, name) : undefined;
      folder = inner;
    }
    return folder === ROOT_FOLDER ? undefined : this.folder(folder);
  }

  #fileIn(folder: number, name: ByteText): TreeFile | undefined {
    const file = this.#files.members
      .subarray(this.#files.starts[folder], this.#files.starts[folder + 1])
      .find((member) => sameBytes(this.nameBytes(member, this.#one), name));
    return file === undefined ? undefined : this.file(file);
  }

  size(file: number): number | undefined {
    const size = this.#columns.sizes.get(file);
    return Number.isNaN(size) ? undefined : size;
  }

  folderOf(file: number): number {
    return this.#columns.folderOf.get(file);
  }

  get folders(): FolderTable {
    return this.#columns.folders;
  }

  /** Sets `into` to the name of a file. */
  nameBytes(file: number, into: ByteText): ByteText {
    const { names, nameStarts } = this.#columns;
    into.bytes = names.bytes;
    into.start = nameStarts.get(file);
    into.end = file + 1 < nameStarts.length ? nameStarts.get(file + 1) : names.length;
    return into;
  }

  *#sorted(
    children: Children,
    folder: number,
    nameOf: (child: number, into: ByteText) => ByteText,
  ): Steps<Uint32Array> {
    const members = children.members.subarray(children.starts[folder], children.starts[folder + 1]);
    if (children.sorted[folder] === 1) return members;
    // A copy is sorted, because the folder may be requested again in between and must look complete.
    const sorted = members.slice();
    yield* sortInSteps(
      sorted,
      (one, other) => compareNatural(nameOf(one, this.#one), nameOf(other, this.#other)) || one - other,
    );
    members.set(sorted);
    children.sorted[folder] = 1;
    return members;
  }
}

/** The content of a folder. Entries are created on demand. */
export class FolderListing {
  readonly #tree: ChecksumTree;
  /** Folder numbers minus one. */
  readonly #folders: Uint32Array;
  readonly #files: Uint32Array;
  readonly #filter: TreeFilter | undefined;

  constructor(tree: ChecksumTree, folders: Uint32Array, files: Uint32Array, filter: TreeFilter | undefined) {
    this.#tree = tree;
    this.#folders = folders;
    this.#files = files;
    this.#filter = filter;
  }

  get length(): number {
    return this.#folders.length + this.#files.length;
  }

  entries(start: number, count: number): TreeEntry[] {
    const length = Math.max(0, Math.min(count, this.length - start));
    return Array.from({ length }, (_, index) => this.entry(start + index));
  }

  entry(index: number): TreeEntry {
    const folder = this.#folders[index];
    return folder === undefined
      ? this.#tree.file(this.#files[index - this.#folders.length]!)
      : this.#tree.folder(folder + 1, this.#filter);
  }
}

/** The content of each folder: the members from `starts[folder]` to `starts[folder + 1]`. */
interface Children {
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
  /** 1 for folders whose members have been sorted. */
  readonly sorted: Uint8Array;
}

function* childrenOf(folderCount: number, count: number, folderOf: (member: number) => number): Steps<Children> {
  const starts = new Uint32Array(folderCount + 1);
  for (let member = 0; member < count; member++) {
    starts[folderOf(member) + 1]!++;
    if (member % STEP === 0) yield;
  }
  for (let folder = 0; folder < folderCount; folder++) starts[folder + 1]! += starts[folder]!;
  const next = starts.slice();
  const members = new Uint32Array(count);
  for (let member = 0; member < count; member++) {
    members[next[folderOf(member)]!++] = member;
    if (member % STEP === 0) yield;
  }
  return { starts, members, sorted: new Uint8Array(folderCount) };
}

/** How many comparisons are made in one step. */
const COMPARISONS = 4096;

/** Sorts numbers in place, in steps. Numbers that are already in order cost one comparison each. */
export function* sortInSteps(numbers: Uint32Array, compare: (one: number, other: number) => number): Steps<void> {
  let compared = 0;
  let runs = [0];
  for (let at = 1; at < numbers.length; at++) {
    if (compare(numbers[at - 1]!, numbers[at]!) > 0) runs.push(at);
    if (++compared % COMPARISONS === 0) yield;
  }
  if (runs.length === 1) return;
  const merged = new Uint32Array(numbers.length);
  let [from, to]: [Uint32Array, Uint32Array] = [numbers, merged];
  while (runs.length > 1) {
    const next: number[] = [];
    for (let run = 0; run < runs.length; run += 2) {
      const start = runs[run]!;
      const middle = runs[run + 1] ?? numbers.length;
      const end = runs[run + 2] ?? numbers.length;
      next.push(start);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takeLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0);
        to[at] = from[takeLeft ? left++ : right++]!;
        if (++compared % COMPARISONS === 0) yield;
      }
    }
    runs = next;
    [from, to] = [to, from];
  }
  if (from !== numbers) numbers.set(from);
}
