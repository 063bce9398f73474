import { randomBytes, randomUUID } from 'node:crypto';
import { fileTimeOf } from '../fileTime';
import type { EncryptionMethod } from './encryptionMethod';
import { keyLengthOf } from './encryptionMethod';
import { SALT_LENGTH } from './keyProtector';
import { randomRecoveryPassword, stretchRecoveryPassword } from './recoveryPassword';

/**
 * All that is random in a volume, and its time. Whoever has this record and the layout writes the same bytes again: a session
 * that was interrupted goes on with it. It is plain JSON; bytes are hexadecimal. It opens the volume: keep it as secret as the key.
 */
export interface BitlockerSecrets {
  readonly method: EncryptionMethod;
  /** The 48 digits that the service calls BitLockerKey. */
  readonly recoveryPassword: string;
  /** 16 bytes. */
  readonly salt: string;
  /** 32 bytes: what the recovery password is stretched to, kept because that takes a second. */
  readonly stretchedKey: string;
  /** The volume master key (VMK), 32 bytes. */
  readonly masterKey: string;
  /** The full volume encryption key (FVEK). */
  readonly volumeKey: string;
  readonly volumeGuid: string;
  readonly protectorGuid: string;
  /** FILETIME, decimal. */
  readonly created: string;
}

const MASTER_KEY_LENGTH = 32;

/**
 * New secrets from the system's cryptographic source; it takes about a second.
 *
 * @throws the signal's reason, where it is aborted
 */
export async function createBitlockerSecrets(method: EncryptionMethod, now: Date, signal?: AbortSignal): Promise<BitlockerSecrets> {
  const recoveryPassword = randomRecoveryPassword();
  const salt = randomBytes(SALT_LENGTH);
  const stretchedKey = await stretchRecoveryPassword(recoveryPassword, salt, signal);
  const secrets: BitlockerSecrets = {
    method,
    recoveryPassword,
    salt: salt.toString('hex'),
    stretchedKey: Buffer.from(stretchedKey.buffer).toString('hex'),
    masterKey: randomHex(MASTER_KEY_LENGTH),
    volumeKey: randomHex(keyLengthOf(method)),
    volumeGuid: randomUUID(),
    protectorGuid: randomUUID(),
    created: fileTimeOf(now).toString(),
  };
  stretchedKey.fill(0);
  return secrets;
}

function randomHex(length: number): string {
  const bytes = randomBytes(length);
  const hex = bytes.toString('hex');
  bytes.fill(0);
  return hex;
}
