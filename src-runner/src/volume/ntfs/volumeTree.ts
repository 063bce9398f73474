/** Times in FILETIME units: 100 ns since 1601-01-01 UTC. */
export interface FileTimes {
  readonly created: bigint;
  readonly modified: bigint;
  readonly accessed: bigint;
}

/**
 * What one volume is to hold, in the order in which data lies on it. Directories and files are numbers, and whoever implements
 * this keeps columns of numbers, not an object a file: a volume may hold millions. Directory 0 is the root; a directory's
 * parent has a smaller number. Names have been checked by `ntfsNameProblem`; no two entries of a directory collide.
 */
export interface VolumeTree {
  readonly directoryCount: number;
  parentOf(directory: number): number;
  directoryName(directory: number): string;
  directoryTimes(directory: number): FileTimes;
  readonly fileCount: number;
  directoryOf(file: number): number;
  fileName(file: number): string;
  /** Bytes. Of a file whose end is known late (the drive manifest): the most that it can have. */
  fileSize(file: number): number;
  fileTimes(file: number): FileTimes;
}
