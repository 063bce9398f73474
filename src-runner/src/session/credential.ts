import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import type { SessionParameters } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';

/** Environment variables that hold what the drive manifest is to say of the storage account. */
export const STORAGE_KEY_VARIABLE = 'SNEAKERNET_STORAGE_KEY';
export const CONTAINER_SAS_VARIABLE = 'SNEAKERNET_CONTAINER_SAS';

/** What a journal says of the credential: that there was one, and not which. */
export function credentialKind(credential: ManifestCredential): 'storage-key' | 'container-sas' {
  return 'storageAccountKey' in credential ? 'storage-key' : 'container-sas';
}

/**
 * A session that began with a credential ends with one: its manifests would lack it otherwise, and nobody would notice before the
 * import.
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
