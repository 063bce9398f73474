import type { Steps } from '../../work/steps';
import { ByteList, type ByteText } from '../byteText';
import { ChecksumTree } from './checksumTree';
import { Column } from './folderTable';
import { FolderTable, ROOT_FOLDER } from './folderTable';
import { GroupTotals } from './totals';
import { endOfDirectory, PathParts } from './pathNames';
import type { ScannedChecksum } from '../jrmPieces';

const SLASH = 0x2f;

/**
 * Takes the checksums of a JRM in the order of the text and builds the tree of their folders. It stores some 30 bytes
 * per checksum, plus the names.
 */
export class ChecksumTreeBuilder {
  readonly #folders = new FolderTable();
  readonly #names = new ByteList();
  readonly #nameStarts = new Column(Uint32Array);
  readonly #folderOf = new Column(Uint32Array);
  readonly #sizes = new Column(Float64Array);
  readonly #offsets = new Column(Float64Array);
  readonly #lengths = new Column(Uint32Array);
  readonly #containers = new GroupTotals();
  readonly #drives = new GroupTotals();
  readonly #parts = new PathParts();
  readonly #part: ByteText = { bytes: this.#names.bytes, start: 0, end: 0 };
  /** The directory of the last path and its folder: neighboring files mostly share one. */
  readonly #directory = new ByteList();
  #folder = ROOT_FOLDER;
  #bytes = 0;

  get count(): number {
    return this.#sizes.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get containers(): GroupTotals['all'] {
    return this.#containers.all;
  }

  get drives(): GroupTotals['all'] {
    return this.#drives.all;
  }

  add({ filePath, driveId, blobPath, size, offset, length }: ScannedChecksum): void {
    this.#place(filePath);
    this.#folderOf.add(this.#folder);
    this.#nameStarts.add(this.#names.add(this.#part));
    this.#sizes.add(size);
    this.#offsets.add(offset);
    this.#lengths.add(length);
    if (size >= 0) this.#bytes += size;
    this.#drives.add(driveId, size);
    const part = this.#part;
    part.bytes = blobPath.bytes;
    part.start = blobPath.start;
    part.end = blobPath.start;
    while (part.end < blobPath.end && part.bytes[part.end] !== SLASH) part.end++;
    this.#containers.add(part, size);
  }

  *finish(): Steps<ChecksumTree> {
    return yield* ChecksumTree.build({
      folders: this.#folders,
      names: this.#names,
      nameStarts: this.#nameStarts,
      folderOf: this.#folderOf,
      sizes: this.#sizes,
      offsets: this.#offsets,
      lengths: this.#lengths,
    });
  }

  /** Finds the folder of a path and sets `#part` to its last name. */
  #place(path: ByteText): void {
    const part = this.#part;
    part.bytes = path.bytes;
    const directoryEnd = endOfDirectory(path);
    if (directoryEnd < path.end && this.#isLastDirectory(path, directoryEnd)) {
      part.start = directoryEnd;
      part.end = path.end;
      return;
    }
    const parts = this.#parts;
    parts.read(path);
    let folder = ROOT_FOLDER;
    for (let index = 0; index < parts.length - 1; index++) {
      part.start = parts.start(index);
      part.end = parts.end(index);
      folder = this.#folders.ensure(folder, part);
    }
    const last = parts.length - 1;
    part.start = last < 0 ? path.start : parts.start(last);
    part.end = last < 0 ? path.end : parts.end(last);
    this.#folder = folder;
    this.#directory.clear();
    // Only where the last name follows the directory directly: not for `dir\` or `\\server\share`.
    if (part.start === directoryEnd && folder !== ROOT_FOLDER)
      this.#directory.add({ bytes: path.bytes, start: path.start, end: directoryEnd });
  }

  #isLastDirectory({ bytes, start }: ByteText, end: number): boolean {
    const { length, bytes: last } = this.#directory;
    if (length === 0 || end - start !== length) return false;
    for (let at = 0; at < length; at++) if (last[at] !== bytes[start + at]) return false;
    return true;
  }
}
