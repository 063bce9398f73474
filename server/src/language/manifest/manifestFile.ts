import type { ReadManifest } from '#core/driveManifest/manifestReading';
import type { CompanionFile } from '../companionFile';
import type { FileContext } from '../fileLanguage';

export type ManifestFile = CompanionFile<ReadManifest>;
export type ManifestContext = FileContext<ManifestFile>;
