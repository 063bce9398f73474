import { itemTypeOfFile } from '#core/dataset/itemType';
import type { ItemType } from '#core/dataset/itemType';
import type { FileItemType } from '#core/dataset/sourceSize';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import { joinPath } from './sourcePath';

/** A record of the dataset as the scan resolved it. */
export interface SourceRow {
  /** The dataset file and the zero-based line of the record, for messages. */
  readonly dataset: string;
  readonly line: number;
  /** As written in the dataset. */
  readonly basePath: string;
  /** The path of the source on this machine. A directory ends without a separator. */
  readonly machinePath: string;
  readonly kind: 'directory' | 'file';
  /**
   * For a directory, `container/prefix`, to which the names below are appended. For a file, the whole path of its blob.
   */
  readonly destination: string;
  /** If it is `blob`, each file's name decides, see {@link itemTypeOfFile}. */
  readonly itemType: ItemType;
  readonly disposition: 'rename' | 'no-overwrite' | 'overwrite';
  /** Paths on this machine of the side files. */
  readonly metadataFile?: string;
  readonly propertiesFile?: string;
  /** True if no link was followed to its files: then a link that has replaced a file since is refused. */
  readonly refusesLinks?: true;
}

/** A metadata or properties file, listed once even if many rows name it. */
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

/** Each name is a section of the catalogue's pool. */
export interface NameColumns {
  readonly nameStart: Uint32Array;
  readonly nameLength: Uint16Array;
}

/**
 * The directories of the drives that hold the files: those of the blob paths, however many sources meet in one. Number
 * 0 is the directory of the session, without a name; containers and shares are below it. A parent has a smaller number.
 */
export interface TargetDirectories extends NameColumns, TimeColumns {
  readonly count: number;
  readonly parent: Uint32Array;
}

/** Directories that were read, in order of discovery; a parent before its children. */
export interface SourceDirectories extends NameColumns {
  readonly count: number;
  readonly row: Uint32Array;
  /**
   * The first directory of a row, which has the row's machine path, is its own parent. A row of one file has such a
   * directory, too.
   */
  readonly parent: Uint32Array;
  /** Index of the target directory. */
  readonly target: Uint32Array;
}

/** Files; those of one directory are adjacent. A name is the source's, or the blob's for a row of one file. */
export interface SourceFiles extends NameColumns, TimeColumns {
  readonly count: number;
  readonly directory: Uint32Array;
  /** Bytes. */
  readonly size: Float64Array;
}

/**
 * All files that the dataset names, in columns: a million files cost some tens of bytes each. Names lie as UTF-8 in one
 * pool. The arrays lie in shared memory, so that worker threads see them without a copy, and are structured-cloneable.
 */
export interface SourceCatalogue {
  readonly rows: readonly SourceRow[];
  readonly sideFiles: readonly SideFile[];
  readonly names: Uint8Array;
  readonly directories: SourceDirectories;
  readonly files: SourceFiles;
  readonly targets: TargetDirectories;
}

/** Reads the columns of a catalogue. Each thread has its own reader over the same memory. */
export class SourceReader {
  private readonly pool: Buffer;
  private lastDirectory = -1;
  private lastDirectoryPath = '';
  /** Caches a directory as the dataset writes it, with a separator at its end. */
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

  /** The path of a file as the dataset writes it: its BasePath, followed by this machine's names. */
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

  /**
   * The directory of a blob's path, with a slash at its end.
   *
   * @param target index of the target directory
   */
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

  /** The name of a file on the drive. */
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

/**
 * What a prefix without a trailing slash puts in front of the names directly in the directory: `2019` for
 * `photos/2019`.
 */
export function gluedPart(prefix: string): string {
  return prefix.slice(prefix.lastIndexOf('/') + 1);
}
