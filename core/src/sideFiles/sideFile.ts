import type { FileFinding } from '../rules/fileFinding';

/** The two XML files that a dataset row can name (MetadataFile, PropertiesFile). */
export type SideFileKind = 'metadata' | 'properties';

/** What is wrong in a metadata or properties file, and where in it. */
export type SideFileFinding = FileFinding;
