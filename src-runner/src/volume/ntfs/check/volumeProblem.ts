/** What is wrong with a volume, and where. */
export interface VolumeProblem {
  /** The file or directory it concerns, as `\dir\name`, where it is known. */
  readonly path?: string;
  /** Bytes from the beginning of the volume, where one place is meant. */
  readonly offset?: number;
  readonly message: string;
}
