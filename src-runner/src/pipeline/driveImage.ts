import type { DriveContents } from './driveContents';

/** `dataOffset` of a file without clusters: it is empty or lies in its record. */
export const NO_DATA = -1;

/**
 * A drive's files and their places on its volume, as the copying threads see them. Offsets are bytes from the beginning
 * of the volume.
 */
export interface DriveImage {
  readonly contents: DriveContents;
  readonly clusterBytes: number;
  readonly recordBytes: number;
  /** Where the only extent of a file begins. Files lie one after the other, in order. */
  dataOffset(file: number): number;
  /** Where the record of a file begins. Consecutive files have consecutive records. */
  recordOffset(file: number): number;
  /**
   * Writes the records of the files from `first` to before `end` into `into`.
   *
   * @param resident The bytes of a file that lies in its record; undefined for one that could not be read, whose record
   * stays free.
   */
  encodeRecords(first: number, end: number, resident: (file: number) => Uint8Array | undefined, into: Uint8Array): void;
}
