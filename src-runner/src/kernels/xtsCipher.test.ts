import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { createKernels, kernelMemory, SCRATCH_LENGTH } from './kernels';
import { createXtsCipher, type XtsMethod } from './xtsCipher';

const MOST_SECTORS = 1100;
const kernels = createKernels(kernelMemory(SCRATCH_LENGTH + MOST_SECTORS * SECTOR_LENGTH));

/** Computed sector by sector with OpenSSL's own XTS. */
function expected(method: XtsMethod, key: Uint8Array, data: Uint8Array, firstSector: number): Buffer {
  const sectors = Array.from({ length: data.length / SECTOR_LENGTH }, (_, index) => {
    const number = Buffer.alloc(16);
    number.writeBigUInt64LE(BigInt(firstSector + index));
    return createCipheriv(method === 'aes-xts-128' ? 'aes-128-xts' : 'aes-256-xts', key, number).update(
      data.subarray(index * SECTOR_LENGTH, (index + 1) * SECTOR_LENGTH),
    );
  });
  return Buffer.concat(sectors);
}

const keyed = fc.constantFrom<XtsMethod>('aes-xts-128', 'aes-xts-256').chain((method) =>
  fc.tuple(
    fc.constant(method),
    // OpenSSL refuses a key with two equal halves.
    fc
      .uint8Array({ minLength: method === 'aes-xts-128' ? 32 : 64, maxLength: method === 'aes-xts-128' ? 32 : 64 })
      .filter((key) => new Set(key).size > 8),
  ),
);
const firstSector = fc.oneof(
  fc.nat(5000),
  fc.maxSafeNat().map((number) => number % 2 ** 44),
  fc.integer({ min: 2 ** 32 - 600, max: 2 ** 32 }),
);
const sectors = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(511, 512, 513, 1025, MOST_SECTORS));

function someBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

describe('XTS over sectors', () => {
  it.each(['own', "the kernels'"])(
    'encrypts and decrypts as node:crypto does sector by sector, in %s memory',
    (where) => {
      fc.assert(
        fc.property(keyed, firstSector, sectors, fc.nat(), ([method, key], first, count, seed) => {
          const plain = someBytes(count * SECTOR_LENGTH, seed);
          const data =
            where === 'own'
              ? Uint8Array.from(plain)
              : kernels.bytes.subarray(SCRATCH_LENGTH, SCRATCH_LENGTH + plain.length);
          data.set(plain);
          const cipher = createXtsCipher(method, key, kernels);
          cipher.encrypt(data, first);
          expect(Buffer.compare(data, expected(method, key, plain, first))).toBe(0);
          cipher.decrypt(data, first);
          expect(Buffer.compare(data, plain)).toBe(0);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('is the one of IEEE 1619, whose vectors are for one data unit', () => {
    // Vector 4 of annex B: a sector with the bytes 0 to 255 twice, number 0.
    const key = Buffer.from('2718281828459045235360287471352631415926535897932384626433832795', 'hex');
    const data = Uint8Array.from({ length: SECTOR_LENGTH }, (_, index) => index & 255);
    createXtsCipher('aes-xts-128', key).encrypt(data, 0);
    expect(Buffer.from(data.subarray(0, 32)).toString('hex')).toBe(
      '27a7479befa1d476489f308cd4cfa6e2a96e4bbe3208ff25287dd3819616e89c',
    );
  });

  it('refuses what is not whole sectors, and a key of the wrong length', () => {
    const cipher = createXtsCipher('aes-xts-128', someBytes(32, 1), kernels);
    expect(() => {
      cipher.encrypt(new Uint8Array(513), 0);
    }).toThrow('513 bytes are not whole sectors of 512 bytes.');
    expect(() => createXtsCipher('aes-xts-256', someBytes(32, 1))).toThrow(
      'AES-XTS with 256 bits takes a key of 64 bytes, not of 32.',
    );
  });

  it('is of no use once wiped', () => {
    const cipher = createXtsCipher('aes-xts-128', someBytes(32, 1), kernels);
    cipher.wipe();
    expect(() => {
      cipher.encrypt(new Uint8Array(512), 0);
    }).toThrow();
  });
});
