import type { VolumeTree } from '../volume/ntfs/volumeTree';

/**
 * What one drive will hold: the files of the dataset that the plan gave it, then the copies of the side files, then, as the last
 * file, `DriveManifest.xml`. Made from columns in shared memory, so that each worker thread has its own over the same bytes.
 */
export interface DriveContents extends VolumeTree {
  /** The number of files that are copied from a source; those behind them are written when they are known. */
  readonly copiedFileCount: number;
  /** Where a copied file is read on this machine; of a side file, where that is. */
  sourcePathOf(file: number): string;
  /** Whether a link that stands in a copied file's place is not followed: it was none when the job was planned. */
  refusesLinkAt(file: number): boolean;
  /** `container/dir/name`; undefined of a side file and of the manifest. */
  blobPathOf(file: number): string | undefined;
  /** Its path on the drive: `\session\container\dir\name`. */
  drivePathOf(file: number): string;
  isPageBlob(file: number): boolean;
}
