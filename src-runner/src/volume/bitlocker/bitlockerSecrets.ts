import { randomBytes, randomUUID } from 'node:crypto';
import { fileTimeOf } from '../fileTime';
import type { EncryptionMethod } from './encryptionMethod';
import { keyLengthOf } from './encryptionMethod';
import { SALT_LENGTH } from './keyProtector';
import { randomRecoveryPassword, stretchRecoveryPassword } from './recoveryPassword';

/**
 * Everything random in a volume, and its creation time. From this record and the layout the same bytes can be written
 * again, which is how an interrupted session continues. It is plain JSON; bytes are hexadecimal. It opens the volume:
 * keep it as secret as the key.
 */
export interface BitlockerSecrets {
  readonly method: EncryptionMethod;
  /** The 48 digits that the service calls BitLockerKey. */
  readonly recoveryPassword: string;
  /** 16 bytes. */
  readonly salt: string;
  /** 32 bytes: the result of stretching the recovery password. */
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

/** The secrets before the recovery password has been stretched, as a journal keeps them. */
export type UnstretchedSecrets = Omit<BitlockerSecrets, 'stretchedKey'>;

/** New secrets from the system's cryptographic source. */
export function newBitlockerSecrets(method: EncryptionMethod, now: Date): UnstretchedSecrets {
  return {
    method,
    recoveryPassword: randomRecoveryPassword(),
    salt: randomHex(SALT_LENGTH),
    masterKey: randomHex(MASTER_KEY_LENGTH),
    volumeKey: randomHex(keyLengthOf(method)),
    volumeGuid: randomUUID(),
    protectorGuid: randomUUID(),
    created: fileTimeOf(now).toString(),
  };
}

/** Derives the key that opens a recovery protector from the password and the protector's 16 bytes of salt. */
export type StretchPassword = (password: string, salt: Uint8Array) => Promise<Uint8Array>;

/**
 * Adds the stretched recovery password to the secrets. By default it is stretched here, which takes some tenths of a
 * second.
 *
 * @throws what `stretch` throws
 */
export async function withStretchedKey(
  secrets: UnstretchedSecrets,
  stretch: StretchPassword = stretchRecoveryPassword,
): Promise<BitlockerSecrets> {
  const key = await stretch(secrets.recoveryPassword, Buffer.from(secrets.salt, 'hex'));
  const stretchedKey = Buffer.from(key.buffer, key.byteOffset, key.length).toString('hex');
  key.fill(0);
  return { ...secrets, stretchedKey };
}

function randomHex(length: number): string {
  const bytes = randomBytes(length);
  const hex = bytes.toString('hex');
  bytes.fill(0);
  return hex;
}
