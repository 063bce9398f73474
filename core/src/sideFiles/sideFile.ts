import type { FileFinding } from '../rules/fileFinding';

/** The two XML files that a dataset row can name (MetadataFile, PropertiesFile). */
export type SideFileKind = 'metadata' | 'properties';

/** What is wrong in a metadata or properties file, and where in it. */
export type SideFileFinding = FileFinding;

/** The first thing that is wrong in a metadata or properties file. */
export interface SideFileProblem {
  /** A sentence without a full stop: what is wrong and where in the file. */
  readonly message: string;
  /** Zero-based line and UTF-16 character within the side file. */
  readonly line: number;
  readonly character: number;
}
