import { describe, expect, it, vi } from 'vitest';
import type { BitlockerSecrets } from './bitlockerSecrets';
import { newBitlockerSecrets, withStretchedKey } from './bitlockerSecrets';
import { createBitlockerVolume } from './createBitlockerVolume';
import { encryptionMethods, keyLengthOf } from './encryptionMethod';
import { LockedVolume } from './lockedVolume';
import type * as RecoveryPassword from './recoveryPassword';
import { knownStretchedKey, testSecrets } from '../../../test/bitlockerSecrets';
import { testBitlockerVolume, testLayout, testPlaintext } from '../../../test/bitlockerVolume';
import { memorySource } from '../../../test/ntfsVolume';
import { readBytes } from '../byteSource';

// Stretching takes a second. It is tested in recoveryPassword.test.ts, and with volumes that Windows made.
vi.mock('./recoveryPassword', async (original) => ({
  ...(await original<typeof RecoveryPassword>()),
  stretchRecoveryPassword: (password: string) => Promise.resolve(knownStretchedKey(password)),
}));

describe('a new BitLocker volume', () => {
  it('is the same again from the same secrets, also where they went through JSON', () => {
    const again = JSON.parse(JSON.stringify(testSecrets())) as BitlockerSecrets;
    const [one, other] = [testSecrets(), again].map((secrets) => createBitlockerVolume(secrets, testLayout));
    const header = testPlaintext();
    expect(one!.metadata()).toEqual(other!.metadata());
    expect(one!.relocatedHeader(header)).toEqual(other!.relocatedHeader(header));
    expect(one!.firstSector(header)).toEqual(other!.firstSector(header));
  });

  it.each(encryptionMethods)('encrypted by %s is opened by its recovery password', async (method) => {
    const { volume } = await LockedVolume.read(memorySource(testBitlockerVolume(method)))!.unlock(
      testSecrets().recoveryPassword,
    );
    expect(Buffer.compare(readBytes(volume, 0, volume.length), testPlaintext())).toBe(0);
  });

  it.each([
    ['overlap each other', { metadataOffsets: [16_384, 65_536, 200_704] }],
    ['overlap the first sectors', { relocatedHeaderOffset: 4096 }],
    ['lie beyond the end', { metadataOffsets: [16_384, 131_072, 500_000] }],
    ['do not begin with a sector', { relocatedHeaderOffset: 81_921 }],
    ['are too few', { metadataOffsets: [16_384, 131_072] }],
  ])('is refused where the places of its metadata %s', (_, change) => {
    expect(() => createBitlockerVolume(testSecrets(), { ...testLayout, ...change })).toThrow(RangeError);
  });

  it('has secrets of its own', async () => {
    const [one, other] = [
      newBitlockerSecrets('aes-xts-256', new Date()),
      newBitlockerSecrets('aes-xts-256', new Date()),
    ];
    for (const part of ['recoveryPassword', 'salt', 'masterKey', 'volumeKey', 'volumeGuid', 'protectorGuid'] as const) {
      expect(one[part]).not.toBe(other[part]);
    }
    expect(one.volumeKey).toHaveLength(2 * keyLengthOf('aes-xts-256'));
    expect(one.salt).toHaveLength(32);
    expect((await withStretchedKey(one)).stretchedKey).toHaveLength(64);
  });
});
