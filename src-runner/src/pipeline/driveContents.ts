import type { VolumeTree } from '../volume/ntfs/volumeTree';

/**
 * What one drive will hold: the dataset's files that the plan assigned to it, then the copies of the side files and,
 * last, `DriveManifest.xml`. Built from columns in shared memory, so that each worker thread has its own object over
 * the same bytes.
 */
export interface DriveContents extends VolumeTree {
  /**
   * The number of files that are copied from a source. The files after them are written once their contents are known.
   */
  readonly copiedFileCount: number;
  /** Where a copied file, or the source of a side file, is read on this machine. */
  sourcePathOf(file: number): string;
  /** Whether a link in place of a copied file is refused: it was not a link when the job was planned. */
  refusesLinkAt(file: number): boolean;
  /** `container/dir/name`; undefined for side files and the manifest. */
  blobPathOf(file: number): string | undefined;
  /** The file's path on the drive: `\session\container\dir\name`. */
  drivePathOf(file: number): string;
  isPageBlob(file: number): boolean;
}
