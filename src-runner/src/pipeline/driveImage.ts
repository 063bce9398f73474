import type { DriveContents } from './driveContents';

/** `dataOffset` of a file without clusters: an empty one, or one that lies in its record. */
export const NO_DATA = -1;

/** A drive's files and their places on its volume, as the copying threads see them. Offsets are bytes from the volume's beginning. */
export interface DriveImage {
  readonly contents: DriveContents;
  readonly clusterBytes: number;
  readonly recordBytes: number;
  /** Where a file's only extent begins; files lie one behind the other, in order. */
  dataOffset(file: number): number;
  /** Where a file's record begins; records of consecutive files are consecutive. */
  recordOffset(file: number): number;
  /**
   * Writes the records of the files from `first` up to, without, `end` into `into`.
   *
   * @param resident The bytes of a file that lies in its record; undefined of one that could not be read, whose record stays free.
   */
  encodeRecords(first: number, end: number, resident: (file: number) => Uint8Array | undefined, into: Uint8Array): void;
}
