import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecoveryKey } from '#core/names/recoveryKey';
import { randomRecoveryPassword, recoveryPasswordBytes, stretchRecoveryPassword } from './recoveryPassword';
import { testSecrets } from '../../../test/bitlockerSecrets';

describe('a recovery password', () => {
  it('stands for 16 bytes, each of which counts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const password = randomRecoveryPassword(() => Uint8Array.from(bytes));
        expect(isRecoveryKey(password)).toBe(true);
        expect(recoveryPasswordBytes(password)).toEqual(bytes);
      }),
    );
  });

  it('is another one each time', () => {
    const passwords = Array.from({ length: 100 }, () => randomRecoveryPassword());
    expect(new Set(passwords).size).toBe(100);
    expect(passwords.every(isRecoveryKey)).toBe(true);
  });

  it('is not shown where it is refused', () => {
    expect(() => recoveryPasswordBytes('123456')).toThrow(/^((?!123456).)*$/);
  });

  it('is stretched as another implementation does it', async () => {
    const { recoveryPassword, salt, stretchedKey } = testSecrets();
    const stretched = await stretchRecoveryPassword(recoveryPassword, Buffer.from(salt, 'hex'));
    expect(Buffer.from(stretched).toString('hex')).toBe(stretchedKey);
  });

  it('is stretched no further once the work is cancelled', async () => {
    const stop = new AbortController();
    const stretching = stretchRecoveryPassword(testSecrets().recoveryPassword, new Uint8Array(16), stop.signal);
    stop.abort();
    await expect(stretching).rejects.toThrow('aborted');
  });
});
