/** The two XML files that a dataset row can name (MetadataFile, PropertiesFile). */
export type SideFileKind = 'metadata' | 'properties';
