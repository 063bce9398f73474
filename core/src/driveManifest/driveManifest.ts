/**
 * The drive manifest, `DriveManifest.xml` in the root of a drive: which file of the drive becomes which blob, with the
 * MD5 of each of its blocks. `driveManifestText` writes one as a stream, `driveManifestLength` computes its length
 * beforehand, `ManifestReader` reads one as a stream and `ManifestChecker` checks it against the rules;
 * `ManifestReading` does both.
 */

export const MANIFEST_VERSION = '2014-11-01';
/** The manifest's path on its drive. */
export const MANIFEST_PATH = '\\DriveManifest.xml';

/** A block of a block blob or a page range of a page blob. Offset and length in bytes. */
export interface ManifestRange {
  readonly offset: number;
  readonly length: number;
  /** 16 bytes. */
  readonly md5: Uint8Array;
}

export type ImportDisposition = 'rename' | 'no-overwrite' | 'overwrite';

/** What is known about a blob before its file is read. */
export interface PlannedBlob {
  /** `container/dir/name`. */
  readonly blobPath: string;
  /** Path on the drive: `\session\container\dir\name`. */
  readonly filePath: string;
  /** Bytes. */
  readonly length: number;
  readonly disposition: ImportDisposition;
  readonly isPageBlob: boolean;
}

export interface ManifestBlob extends PlannedBlob {
  /** Ordered by offset: blocks of 4 MiB without gaps, the last one shorter; or page ranges. */
  readonly ranges: Iterable<ManifestRange>;
}

/** A metadata or properties file on the drive, with the MD5 of its bytes (16 bytes). */
export interface ManifestSideFile {
  readonly path: string;
  readonly md5: Uint8Array;
}

/** The blobs of one dataset record, which share disposition and side files. */
export interface ManifestBlobList<Blob extends PlannedBlob = ManifestBlob> {
  /** `<session id>-<n>`. */
  readonly id: string;
  readonly metadata?: ManifestSideFile;
  readonly properties?: ManifestSideFile;
  readonly blobs: Iterable<Blob>;
}

/** The service's credential for writing. Without one, it uses the account named by the import job. */
export type ManifestCredential = { readonly storageAccountKey: string } | { readonly containerSas: string };

export interface ManifestDrive<Blob extends PlannedBlob = ManifestBlob> {
  readonly driveId: string;
  /** A secret. */
  readonly credential?: ManifestCredential;
  /** The program and its version. */
  readonly clientCreator: string;
  readonly blobLists: Iterable<ManifestBlobList<Blob>>;
}
