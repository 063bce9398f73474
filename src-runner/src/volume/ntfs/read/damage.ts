import { DriveFormatError } from '../../byteSource';

/** What is wrong where, and what helps. The same words for whatever a file system can hold that it should not. */
export function damaged(place: string, what: string): DriveFormatError {
  return new DriveFormatError(`${place} ${what}. The file system is damaged: prepare the drive again, or let chkdsk repair it.`);
}
