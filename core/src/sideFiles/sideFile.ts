import type { FileFinding } from '../rules/fileFinding';

/** The two XML files that a dataset row can name (MetadataFile, PropertiesFile). */
export type SideFileKind = 'metadata' | 'properties';

/** A problem in a metadata or properties file, with its place. */
export type SideFileFinding = FileFinding;

/** The first problem in a metadata or properties file. */
export interface SideFileProblem {
  /** A sentence without a full stop about what is wrong, and where. */
  readonly message: string;
  /** Zero-based line and UTF-16 character within the side file. */
  readonly line: number;
  readonly character: number;
}
