import { itemTypeOfFile } from '#core/dataset/itemType';
import type { ItemType } from '#core/dataset/itemType';
import type { FileItemType } from '#core/dataset/sourceSize';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import { joinPath } from './sourcePath';

/** A record of the dataset, as the scan took it. */
export interface SourceRow {
  /** The dataset file and the zero-based line of the record, for messages. */
  readonly dataset: string;
  readonly line: number;
  /** As written in the dataset. */
  readonly basePath: string;
  /** Where that is on this machine. A directory ends without a separator. */
  readonly machinePath: string;
  readonly kind: 'directory' | 'file';
  /** Of a directory: `container/prefix`; the names below are appended to it. Of a file: the whole path of its blob. */
  readonly destination: string;
  /** `blob`: each file's name decides, see {@link itemTypeOfFile}. */
  readonly itemType: ItemType;
  readonly disposition: 'rename' | 'no-overwrite' | 'overwrite';
  /** Paths on this machine of the side files. */
  readonly metadataFile?: string;
  readonly propertiesFile?: string;
  /** True where no link was followed to its files: one that has taken a file's place since is not followed either. */
  readonly refusesLinks?: true;
}

/** A metadata or properties file that rows name, once. */
export interface SideFile {
  readonly kind: SideFileKind;
  /** On this machine. */
  readonly path: string;
  /** Index of the first row that names it. */
  readonly row: number;
  readonly size: number;
  readonly times: FileTimes;
}

/** FILETIME columns, signed: sources may be older than 1601. */
export interface TimeColumns {
  readonly created: BigInt64Array;
  readonly modified: BigInt64Array;
  readonly accessed: BigInt64Array;
}

/** Names are stretches of the catalogue's pool. */
export interface NameColumns {
  readonly nameStart: Uint32Array;
  readonly nameLength: Uint16Array;
}

/**
 * The directories that the files are to lie in on the drives: those of the blob paths, however many sources meet in one. Number 0
 * is the directory of the session, without a name; below it are containers and shares. A parent has a smaller number.
 */
export interface TargetDirectories extends NameColumns, TimeColumns {
  readonly count: number;
  readonly parent: Uint32Array;
}

/** Directories that were read, in the order of their discovery; a parent before its children. */
export interface SourceDirectories extends NameColumns {
  readonly count: number;
  readonly row: Uint32Array;
  /** Its own index for the first directory of a row, which has the row's machine path. A row of one file has one, too. */
  readonly parent: Uint32Array;
  /** Index of the target directory. */
  readonly target: Uint32Array;
}

/** Files, those of one directory side by side. A name is the source's; of a row of one file it is the blob's. */
export interface SourceFiles extends NameColumns, TimeColumns {
  readonly count: number;
  readonly directory: Uint32Array;
  /** Bytes. */
  readonly size: Float64Array;
}

/**
 * All files that the dataset names, in columns: a million files cost some tens of bytes each. Names lie as UTF-8 in one pool.
 * The arrays lie in shared memory, so that worker threads see them without a copy, and are structured-cloneable.
 */
export interface SourceCatalogue {
  readonly rows: readonly SourceRow[];
  readonly sideFiles: readonly SideFile[];
  readonly names: Uint8Array;
  readonly directories: SourceDirectories;
  readonly files: SourceFiles;
  readonly targets: TargetDirectories;
}

/** Reads what the columns of a catalogue say. Each thread has its own, over the same memory. */
export class SourceReader {
  private readonly pool: Buffer;
  private lastDirectory = -1;
  private lastDirectoryPath = '';
  /** A directory as the dataset writes it, with a separator at its end. */
  private lastWritten = -1;
  private lastWrittenPath = '';
  private lastTarget = -1;
  private lastBlobDirectory = '';

  constructor(readonly catalogue: SourceCatalogue) {
    const { names } = catalogue;
    this.pool = Buffer.from(names.buffer, names.byteOffset, names.length);
  }

  name({ nameStart, nameLength }: NameColumns, index: number): string {
    const start = nameStart[index]!;
    return this.pool.toString('utf8', start, start + nameLength[index]!);
  }

  rowOf(file: number): SourceRow {
    const { rows, directories, files } = this.catalogue;
    return rows[directories.row[files.directory[file]!]!]!;
  }

  /** Where a file is read on this machine. */
  pathOf(file: number): string {
    const { files } = this.catalogue;
    const row = this.rowOf(file);
    return row.kind === 'file'
      ? row.machinePath
      : joinPath(this.directoryPath(files.directory[file]!), this.name(files, file));
  }

  /** The same as the dataset writes it: its BasePath, and below it the names of this machine. */
  writtenPathOf(file: number): string {
    const { directories, files } = this.catalogue;
    const row = this.rowOf(file);
    if (row.kind === 'file') return row.basePath;
    const directory = files.directory[file]!;
    if (directory !== this.lastWritten) {
      const { basePath } = row;
      const separator = basePath.includes('\\') || !basePath.startsWith('/') ? '\\' : '/';
      const names: string[] = [''];
      for (let at = directory; directories.parent[at] !== at; at = directories.parent[at]!)
        names.push(this.name(directories, at));
      this.lastWritten = directory;
      this.lastWrittenPath = `${basePath.endsWith('/') || basePath.endsWith('\\') ? basePath : basePath + separator}${names.reverse().join(separator)}`;
    }
    return this.lastWrittenPath + this.name(files, file);
  }

  /** The directory of a blob's path, with a slash at its end. @param target index of the target directory */
  blobDirectoryOf(target: number): string {
    if (target !== this.lastTarget) {
      const { targets } = this.catalogue;
      const names: string[] = [''];
      for (let at = target; at !== 0; at = targets.parent[at]!) names.push(this.name(targets, at));
      this.lastTarget = target;
      this.lastBlobDirectory = names.reverse().join('/');
    }
    return this.lastBlobDirectory;
  }

  blobPathOf(file: number): string {
    const { directories, files } = this.catalogue;
    return this.blobDirectoryOf(directories.target[files.directory[file]!]!) + this.targetNameOf(file);
  }

  /** Where a directory was read on this machine. */
  directoryPath(directory: number): string {
    if (directory === this.lastDirectory) return this.lastDirectoryPath;
    const { rows, directories } = this.catalogue;
    const names: string[] = [];
    let at = directory;
    for (; directories.parent[at] !== at; at = directories.parent[at]!) names.push(this.name(directories, at));
    const path = names.reduceRight(joinPath, rows[directories.row[at]!]!.machinePath);
    this.lastDirectory = directory;
    this.lastDirectoryPath = path;
    return path;
  }

  /** The name that a file has on the drive. */
  targetNameOf(file: number): string {
    const { directories, files } = this.catalogue;
    const directory = files.directory[file]!;
    const name = this.name(files, file);
    const row = this.rowOf(file);
    return row.kind === 'directory' && directories.parent[directory] === directory
      ? gluedPart(row.destination) + name
      : name;
  }

  itemTypeOf(file: number): FileItemType {
    const { itemType } = this.rowOf(file);
    return itemType === 'blob' ? itemTypeOfFile(itemType, this.targetNameOf(file)) : itemType;
  }

  times(columns: TimeColumns, index: number): FileTimes {
    return { created: columns.created[index]!, modified: columns.modified[index]!, accessed: columns.accessed[index]! };
  }
}

/** What a prefix without a slash at its end puts in front of the names directly in the directory: of `photos/2019`, `2019`. */
export function gluedPart(prefix: string): string {
  return prefix.slice(prefix.lastIndexOf('/') + 1);
}
