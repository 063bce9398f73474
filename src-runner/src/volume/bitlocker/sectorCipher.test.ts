import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encryptionMethods, keyLengthOf } from './encryptionMethod';
import { sectorCipher } from './sectorCipher';
import { testSecrets } from '../../../test/bitlockerSecrets';

const keyOf = (method: (typeof encryptionMethods)[number]) => Buffer.from(testSecrets(method).volumeKey, 'hex');
const firstSector = fc.oneof(fc.nat(1000), fc.integer({ min: 2 ** 32 - 5, max: 2 ** 40 }));
const bytes = (sectors: number, sectorLength: number) =>
  fc.uint8Array({ minLength: sectors * sectorLength, maxLength: sectors * sectorLength });

describe.each(encryptionMethods)('sectors encrypted by %s', (method) => {
  it.each([512, 4096])('of %i bytes are decrypted to what they were', (sectorLength) => {
    const cipher = sectorCipher(method, keyOf(method), { sectorLength });
    fc.assert(
      fc.property(bytes(3, sectorLength), firstSector, (plain, first) => {
        const data = Uint8Array.from(plain);
        cipher.encrypt(data, first);
        expect(Buffer.compare(data, plain)).not.toBe(0);
        cipher.decrypt(data, first);
        expect(Buffer.compare(data, plain)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('are the same one by one and together, and differ by their number', () => {
    const cipher = sectorCipher(method, keyOf(method));
    fc.assert(
      fc.property(bytes(4, 512), firstSector, (plain, first) => {
        const together = Uint8Array.from(plain);
        const single = Uint8Array.from(plain);
        const elsewhere = Uint8Array.from(plain);
        cipher.encrypt(together, first);
        for (let sector = 0; sector < 4; sector += 1)
          cipher.encrypt(single.subarray(512 * sector, 512 * (sector + 1)), first + sector);
        cipher.encrypt(elsewhere, first + 1);
        expect(Buffer.compare(together, single)).toBe(0);
        expect(Buffer.compare(together, elsewhere)).not.toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('need a key of the right length', () => {
    expect(() => sectorCipher(method, new Uint8Array(keyLengthOf(method) + 1))).toThrow(RangeError);
  });
});

describe('AES-CBC', () => {
  it('takes the encrypted byte offset of the sector as its initialization vector', () => {
    const key = keyOf('aes-cbc-128');
    const data = new Uint8Array(512).fill(7);
    const offset = Buffer.alloc(16);
    offset.writeBigUInt64LE(512n * 5_000_000_000n);
    const vector = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(offset);
    const expected = createCipheriv('aes-128-cbc', key, vector).update(data);
    sectorCipher('aes-cbc-128', key).encrypt(data, 5_000_000_000);
    expect(Buffer.compare(data, expected)).toBe(0);
  });
});

describe('AES-XTS over sectors of 4096 bytes', () => {
  it('has one tweak for all of a sector', () => {
    const key = keyOf('aes-xts-256');
    const data = new Uint8Array(8192).fill(7);
    const tweak = Buffer.alloc(16);
    tweak.writeUInt32LE(8);
    const expected = createCipheriv('aes-256-xts', key, tweak).update(data.subarray(4096));
    sectorCipher('aes-xts-256', key, { sectorLength: 4096 }).encrypt(data, 7);
    expect(Buffer.compare(data.subarray(4096), expected)).toBe(0);
  });
});
