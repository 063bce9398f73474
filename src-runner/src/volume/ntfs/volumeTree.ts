/** Times in FILETIME units: 100 ns since 1601-01-01 UTC. */
export interface FileTimes {
  readonly created: bigint;
  readonly modified: bigint;
  readonly accessed: bigint;
}

/**
 * The content of a volume, in the order of its data. Directories and files are numbers, and implementations keep
 * columns of numbers instead of an object per file, because a volume may hold millions. Directory 0 is the root; a
 * directory's parent has a smaller number. Names have been checked by `ntfsNameProblem`; no two entries of a directory
 * collide.
 */
export interface VolumeTree {
  readonly directoryCount: number;
  parentOf(directory: number): number;
  directoryName(directory: number): string;
  directoryTimes(directory: number): FileTimes;
  readonly fileCount: number;
  directoryOf(file: number): number;
  fileName(file: number): string;
  /** Bytes. For a file whose end is known late (the drive manifest), the maximum. */
  fileSize(file: number): number;
  fileTimes(file: number): FileTimes;
}
