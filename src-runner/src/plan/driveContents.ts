import type { SourceRow } from '../scan/sourceCatalogue';
import type { VolumeTree } from '../volume/ntfs/volumeTree';

/**
 * What one drive will hold: the files of the dataset that the plan gave it, then the copies of the side files, then, as the last
 * file, `DriveManifest.xml`. Made from columns in shared memory, so that each worker thread has its own over the same bytes.
 */
export interface DriveContents extends VolumeTree {
  /** The number of files that are copied from a source; those behind them are written when they are known. */
  readonly copiedFileCount: number;
  /** The copies of metadata and properties files. */
  readonly sideFiles: readonly DriveSideFile[];
  /** The last file. */
  readonly manifestFile: number;
  /** Where a copied file is read on this machine; of a side file, where that is. */
  sourcePathOf(file: number): string;
  /** `container/dir/name`; undefined of a side file and of the manifest. */
  blobPathOf(file: number): string | undefined;
  /** Its path on the drive: `\session\container\dir\name`. */
  drivePathOf(file: number): string;
  isPageBlob(file: number): boolean;
  /** Index of the record that brought a copied file. Files of one record lie side by side. */
  rowIndexOf(file: number): number;
  rowOf(file: number): SourceRow;
  /** The copies of what a record names. */
  sideFilesOf(row: SourceRow): { readonly metadata: DriveSideFile | undefined; readonly properties: DriveSideFile | undefined };
}

/** The copy of a metadata or properties file on a drive, once however many records name it. */
export interface DriveSideFile {
  readonly kind: 'metadata' | 'properties';
  /** Its number among the drive's files. */
  readonly file: number;
  /** On this machine. */
  readonly sourcePath: string;
  /** `\session\row-1.metadata.xml`. */
  readonly drivePath: string;
}
