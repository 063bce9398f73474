import type { SourceCatalogue } from '../scan/sourceCatalogue';

/** The end of a chain, or no files. */
const NONE = 0xffff_ffff;

/**
 * The files of a catalogue, grouped by the directory on the drive that they go to, and the tree of those directories.
 * Stored as linked lists of numbers, because several source directories may fill the same directory on the drive.
 */
export class FileForest {
  readonly directoryCount: number;
  private readonly firstChild: Uint32Array;
  private readonly nextChild: Uint32Array;
  private readonly firstSource: Uint32Array;
  private readonly nextSource: Uint32Array;
  private readonly firstFile: Uint32Array;

  constructor({ targets, directories, files }: SourceCatalogue) {
    this.directoryCount = targets.count;
    this.firstChild = new Uint32Array(targets.count).fill(NONE);
    this.nextChild = new Uint32Array(targets.count).fill(NONE);
    this.firstSource = new Uint32Array(targets.count).fill(NONE);
    this.nextSource = new Uint32Array(directories.count).fill(NONE);
    // From last to first, so that the chains are ascending.
    for (let node = targets.count - 1; node > 0; node--) {
      const parent = targets.parent[node]!;
      this.nextChild[node] = this.firstChild[parent]!;
      this.firstChild[parent] = node;
    }
    for (let source = directories.count - 1; source >= 0; source--) {
      const node = directories.target[source]!;
      this.nextSource[source] = this.firstSource[node]!;
      this.firstSource[node] = source;
    }
    // Files of one source directory are adjacent.
    this.firstFile = new Uint32Array(2 * directories.count);
    for (let file = 0; file < files.count; file++) {
      const source = files.directory[file]!;
      if (file === 0 || files.directory[file - 1] !== source) this.firstFile[2 * source] = file;
      this.firstFile[2 * source + 1] = file + 1;
    }
  }

  /** The directories directly below one. */
  childrenOf(node: number): number[] {
    const children: number[] = [];
    for (let child = this.firstChild[node]!; child !== NONE; child = this.nextChild[child]!) children.push(child);
    return children;
  }

  /** Visits the files directly in a directory. */
  forEachFile(node: number, visit: (file: number) => void): void {
    for (let source = this.firstSource[node]!; source !== NONE; source = this.nextSource[source]!) {
      const end = this.firstFile[2 * source + 1]!;
      for (let file = this.firstFile[2 * source]!; file < end; file++) visit(file);
    }
  }

  /** Visits the files in a directory and in all directories below it. */
  forEachFileBelow(node: number, visit: (file: number) => void): void {
    const stack = [node];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      this.forEachFile(at, visit);
      for (let child = this.firstChild[at]!; child !== NONE; child = this.nextChild[child]!) stack.push(child);
    }
  }
}
