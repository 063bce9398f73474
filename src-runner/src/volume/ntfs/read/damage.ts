import { sentence } from '../../../language/sentence';
import { DriveFormatError } from '../../byteSource';

/** Names a place in a message. A function, because most of what is read is intact and needs no message. */
export type Place = () => string;

export const recordPlace =
  (record: number): Place =>
  () =>
    sentence`Record ${record} of the MFT`;

/** What is wrong where, and what helps. One wording for every kind of damage in a file system. */
export function damaged(place: Place, what: string): DriveFormatError {
  return new DriveFormatError(
    sentence`${place()} ${what}. The file system is damaged: prepare the drive again, or repair it with chkdsk.`,
  );
}
