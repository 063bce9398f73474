import type { ManifestCredential } from '#core/driveManifest/driveManifest';
import { sentence } from '../../language/sentence';
import { readSmallFile } from '../../model/regularFile';
import { UsageError } from '../../model/usageError';
import { CONTAINER_SAS_VARIABLE, STORAGE_KEY_VARIABLE } from '../../session/credential';
import type { Secrets } from '../optionsFile';
import type { ToolCredentials } from '../prepImport/prepImportSyntax';
import type { PrepOptions } from './prepOptions';
import { codeOf } from '../../model/systemError';

/** The room for it in the manifest. */
const LONGEST = 2048;

/**
 * The storage account's credential for the drive manifest: from a file, the environment, or a command line of the
 * original tool. Undefined without any: the service then takes the account named in the job.
 *
 * @throws UsageError
 */
export function manifestCredential(
  options: Pick<PrepOptions, 'storageKeyFile' | 'containerSasFile'>,
  environment: NodeJS.ProcessEnv,
  typed: ToolCredentials,
): ManifestCredential | undefined {
  if (options.storageKeyFile !== undefined)
    return { storageAccountKey: secretIn(options.storageKeyFile, '--storage-key-file') };
  if (options.containerSasFile !== undefined)
    return { containerSas: secretIn(options.containerSasFile, '--container-sas-file') };
  const storageKey = typed.storageKey ?? environment[STORAGE_KEY_VARIABLE];
  if (storageKey !== undefined && storageKey !== '')
    return { storageAccountKey: checked(storageKey, STORAGE_KEY_VARIABLE) };
  const containerSas = typed.containerSas ?? environment[CONTAINER_SAS_VARIABLE];
  if (containerSas !== undefined && containerSas !== '')
    return { containerSas: checked(containerSas, CONTAINER_SAS_VARIABLE) };
  return undefined;
}

/**
 * The credentials of an options file: `storage-key` or `container-sas`.
 *
 * @throws UsageError for both
 */
export function credentialsIn({ 'storage-key': storageKey, 'container-sas': containerSas }: Secrets): ToolCredentials {
  if (storageKey !== undefined && containerSas !== undefined)
    throw new UsageError(
      sentence`the secrets "storage-key" and "container-sas" cannot be used together: a drive manifest has only one credential.`,
    );
  return { ...(storageKey !== undefined && { storageKey }), ...(containerSas !== undefined && { containerSas }) };
}

/** The secret itself, so that it can be masked in messages. */
export function secretOf(credential: ManifestCredential): string {
  return 'storageAccountKey' in credential ? credential.storageAccountKey : credential.containerSas;
}

function secretIn(path: string, option: string): string {
  try {
    return checked(
      readSmallFile(path, 16 * LONGEST)
        .toString('utf8')
        .trim(),
      path,
    );
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = codeOf(error);
    throw new UsageError(
      sentence`${path} cannot be read (${code}). ${option} must name a text file that contains nothing else.`,
    );
  }
}

function checked(secret: string, place: string): string {
  if (secret.length === 0 || secret.length > LONGEST || /[^\x21-\x7e]/.test(secret))
    throw new UsageError(
      sentence`${place} contains neither a storage key nor a SAS: one line of visible characters is expected.`,
    );
  return secret;
}
