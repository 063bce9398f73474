import { sentence } from '../../../language/sentence';
import { DriveFormatError } from '../../byteSource';

/** Names a place in a message. Only once there is one to be written: most of what is read is sound. */
export type Place = () => string;

export const recordPlace =
  (record: number): Place =>
  () =>
    sentence`Record ${record} of the MFT`;

/** What is wrong where, and what helps. The same words for whatever a file system can hold that it should not. */
export function damaged(place: Place, what: string): DriveFormatError {
  return new DriveFormatError(
    sentence`${place()} ${what}. The file system is damaged: prepare the drive again, or repair it with chkdsk.`,
  );
}
