import type { ReadManifest } from '#core/driveManifest/manifestReading';
import type { CompanionFile } from '../companionFile';
import type { DocumentContext } from '../languageContext';

export type ManifestFile = CompanionFile<ReadManifest>;
export type ManifestContext = DocumentContext<ManifestFile>;
