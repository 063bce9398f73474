import type { Finding } from '../rules/finding';
import type { Range } from '../text/position';

/** The two XML files that a dataset row can name (MetadataFile, PropertiesFile). */
export type SideFileKind = 'metadata' | 'properties';

/** What is wrong in a metadata or properties file, and where in it. */
export type SideFileFinding = Range & Pick<Finding, 'code' | 'variant' | 'args'>;
