import type { FileTimes } from '../volume/ntfs/volumeTree';

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
  /** `container/prefix`, as written; the names below are appended to it. Of a file: the whole path. */
  readonly destination: string;
  readonly itemType: 'BlockBlob' | 'PageBlob' | 'file';
  readonly disposition: 'rename' | 'no-overwrite' | 'overwrite';
  /** Paths on this machine of the side files. */
  readonly metadataFile?: string;
  readonly propertiesFile?: string;
}

/**
 * All files that the dataset names, in columns: a million files cost some tens of bytes each. Names lie as UTF-8 in one pool.
 * The arrays lie in shared memory, so that worker threads see them without a copy, and are structured-cloneable.
 */
export interface SourceCatalogue {
  readonly rows: readonly SourceRow[];
  readonly names: Uint8Array;
  /** Directories in the order of their discovery; a parent before its children. The first one of a row has the row's machine path. */
  readonly directoryCount: number;
  readonly directoryRow: Uint32Array;
  /** Index of the parent; its own index for the first directory of a row. */
  readonly directoryParent: Uint32Array;
  readonly directoryNameStart: Uint32Array;
  readonly directoryNameLength: Uint16Array;
  readonly fileCount: number;
  readonly fileDirectory: Uint32Array;
  readonly fileNameStart: Uint32Array;
  readonly fileNameLength: Uint16Array;
  /** Bytes. */
  readonly fileSize: Float64Array;
  /** FILETIME units, signed: sources may be older than 1601. */
  readonly fileCreated: BigInt64Array;
  readonly fileModified: BigInt64Array;
  readonly fileAccessed: BigInt64Array;
}

/** Where a file is read, and what it becomes. */
export interface SourceFile {
  /** On this machine. */
  readonly path: string;
  readonly row: SourceRow;
  /** `container/dir/name`. */
  readonly blobPath: string;
  readonly size: number;
  readonly times: FileTimes;
}
