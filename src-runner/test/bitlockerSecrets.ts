import type { BitlockerSecrets } from '../src/volume/bitlocker/bitlockerSecrets';
import { keyLengthOf } from '../src/volume/bitlocker/encryptionMethod';
import type { EncryptionMethod } from '../src/volume/bitlocker/encryptionMethod';

const hexOf = (length: number, first: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (first + 7 * index) & 255)).toString('hex');

/** Publicly known secrets. The stretched key was computed with Python's hashlib. */
export function testSecrets(method: EncryptionMethod = 'aes-xts-128'): BitlockerSecrets {
  return {
    method,
    recoveryPassword: '002816-008470-014124-019778-025432-031086-036740-042394',
    salt: '101112131415161718191a1b1c1d1e1f',
    stretchedKey: '1576964ace7f6772b54e3491772520189e34762a79cb45243c5c68cb5c1fa0e2',
    masterKey: hexOf(32, 1),
    volumeKey: hexOf(keyLengthOf(method), 99),
    volumeGuid: '01234567-89ab-4cde-8f01-23456789abcd',
    protectorGuid: 'fedcba98-7654-4321-8fed-cba987654321',
    created: '133485408000000000',
  };
}

/** A valid recovery password that does not unlock anything here. */
export const otherRecoveryPassword = '471207-278498-422125-177177-561902-537405-468006-693451';

/** The stretched key of the test secrets' recovery password, without a second of work. Zeros for any other password. */
export function knownStretchedKey(password: string): Uint8Array {
  const { recoveryPassword, stretchedKey } = testSecrets();
  return password === recoveryPassword ? Uint8Array.from(Buffer.from(stretchedKey, 'hex')) : new Uint8Array(32);
}
