/** What is wrong with a volume, and where. */
export interface VolumeProblem {
  /** The file or directory concerned, as `\dir\name`, if known. */
  readonly path?: string;
  /** Bytes from the beginning of the volume, if the problem has a single place. */
  readonly offset?: number;
  readonly message: string;
}
