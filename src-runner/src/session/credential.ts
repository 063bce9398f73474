import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import type { SessionParameters } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';

/** Environment variables with the credential of the storage account that goes into the drive manifest. */
export const STORAGE_KEY_VARIABLE = 'SNEAKERNET_STORAGE_KEY';
export const CONTAINER_SAS_VARIABLE = 'SNEAKERNET_CONTAINER_SAS';

/** What a journal records about the credential: its kind, never the credential itself. */
export function credentialKind(credential: ManifestCredential): 'storage-key' | 'container-sas' {
  return 'storageAccountKey' in credential ? 'storage-key' : 'container-sas';
}

/**
 * A session that was started with a credential must be continued with one. Otherwise its manifests would lack it, and
 * nobody would notice before the import.
 *
 * @throws UsageError
 */
export function checkCredential(
  credential: ManifestCredential | undefined,
  { sessionId, options }: SessionParameters,
): void {
  const begunWith = options['credential'];
  if (begunWith === undefined || (credential && credentialKind(credential) === begunWith)) return;
  const [what, option, variable, typed] =
    begunWith === 'storage-key'
      ? [sentence`the storage account key`, '--storage-key-file', STORAGE_KEY_VARIABLE, '/sk']
      : [sentence`the SAS of a container`, '--container-sas-file', CONTAINER_SAS_VARIABLE, '/csas'];
  throw new UsageError(
    sentence`session "${sessionId}" was started with ${what}, which no journal contains. Provide it again: ${option}, the environment variable ${variable}, or ${typed} of PrepImport.`,
  );
}
