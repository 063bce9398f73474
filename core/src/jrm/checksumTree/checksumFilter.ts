import type { Steps } from '../../work/steps';
import { ByteList, decodeBytes, newText, type ByteText } from '../byteText';
import type { ChecksumTree, TreeFilter } from './checksumTree';
import { ROOT_FOLDER } from './folderTable';

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
/** How many files are looked at in one step. */
const STEP = 4096;

/** The files of a tree whose path contains a text, and their number in each folder. */
export class ChecksumFilter implements TreeFilter {
  readonly #files: Uint8Array;
  readonly #fileCounts: Uint32Array;
  readonly #byteCounts: Float64Array;

  private constructor(fileCount: number, folderCount: number) {
    this.#files = new Uint8Array(Math.ceil(fileCount / 8));
    this.#fileCounts = new Uint32Array(folderCount);
    this.#byteCounts = new Float64Array(folderCount);
  }

  /** @param text to look for in paths; case does not matter, and slashes equal backslashes */
  static *of(tree: ChecksumTree, text: string): Steps<ChecksumFilter> {
    const { folders } = tree;
    const filter = new ChecksumFilter(tree.count, folders.count);
    const matches = matcher(text);
    const path = new ByteList();
    const name = newText();
    let folder = -1;
    let directoryLength = 0;
    for (let file = 0; file < tree.count; file++) {
      if (tree.folderOf(file) !== folder) {
        folder = tree.folderOf(file);
        path.clear();
        addDirectory(tree, folder, path, name);
        directoryLength = path.length;
      }
      path.length = directoryLength;
      path.add(tree.nameBytes(file, name));
      if (matches(path)) filter.#take(file, folder, tree.size(file));
      if (file % STEP === 0) yield;
    }
    for (let child = folders.count - 1; child > 0; child--) {
      const parent = folders.parent(child);
      filter.#fileCounts[parent]! += filter.#fileCounts[child]!;
      filter.#byteCounts[parent]! += filter.#byteCounts[child]!;
    }
    return filter;
  }

  has(file: number): boolean {
    return ((this.#files[file >>> 3]! >>> (file & 7)) & 1) === 1;
  }

  /** How many files in a folder pass the filter, at any depth. */
  files(folder: number): number {
    return this.#fileCounts[folder]!;
  }

  bytes(folder: number): number {
    return this.#byteCounts[folder]!;
  }

  #take(file: number, folder: number, size: number | undefined): void {
    this.#files[file >>> 3]! |= 1 << (file & 7);
    this.#fileCounts[folder]!++;
    this.#byteCounts[folder]! += size ?? 0;
  }
}

/** Appends the path of a folder, followed by a separator. */
function addDirectory({ folders }: ChecksumTree, folder: number, path: ByteList, name: ByteText): void {
  const ancestors: number[] = [];
  for (let at = folder; at !== ROOT_FOLDER; at = folders.parent(at)) ancestors.push(at);
  for (const ancestor of ancestors.reverse()) {
    path.add(folders.nameBytes(ancestor, name));
    // The root of a path that begins with a slash is the slash itself.
    if (name.bytes[name.end - 1] !== SLASH) path.addByte(BACKSLASH);
  }
}

/** Compares ASCII as bytes. Texts with other letters are compared as strings, because of their upper and lower case. */
function matcher(text: string): (path: ByteList) => boolean {
  const folded = text.replaceAll('/', '\\').toLowerCase();
  const wanted = new TextEncoder().encode(folded);
  if (wanted.every((byte) => byte < 0x80)) return (path) => contains(path, wanted);
  return (path) =>
    isBeyondAscii(path) &&
    decodeBytes(newText(path.bytes, path.length)).replaceAll('/', '\\').toLowerCase().includes(folded);
}

function isBeyondAscii({ bytes, length }: ByteList): boolean {
  for (let at = 0; at < length; at++) if (bytes[at]! >= 0x80) return true;
  return false;
}

function contains({ bytes, length }: ByteList, wanted: Uint8Array): boolean {
  for (let start = 0; start + wanted.length <= length; start++) {
    let at = 0;
    while (at < wanted.length && fold(bytes[start + at]!) === wanted[at]) at++;
    if (at === wanted.length) return true;
  }
  return false;
}

const fold = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte === SLASH ? BACKSLASH : byte);
