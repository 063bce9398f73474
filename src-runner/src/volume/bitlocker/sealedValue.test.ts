import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './sealedValue';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('a sealed key', () => {
  const sealed = fc.record({
    key: fc.uint8Array({ maxLength: 64 }),
    use: fc.nat(0xffff),
    sealingKey: bytesOf(32),
    nonce: bytesOf(12),
  });

  it('is opened by the key that sealed it', () => {
    fc.assert(
      fc.property(sealed, ({ key, use, sealingKey, nonce }) => {
        expect(unseal(seal({ use, key }, sealingKey, nonce), sealingKey)).toEqual({ use, key });
      }),
    );
  });

  it('is not opened once any bit of it, or of the key, is another', () => {
    fc.assert(
      fc.property(
        sealed,
        fc.constantFrom('nonce', 'tag', 'ciphertext', 'key'),
        fc.nat(),
        fc.nat(7),
        ({ key, use, sealingKey, nonce }, part, at, bit) => {
          const value = seal({ use, key }, sealingKey, nonce);
          const parts = {
            nonce: Uint8Array.from(value.nonce),
            tag: Uint8Array.from(value.tag),
            ciphertext: Uint8Array.from(value.ciphertext),
            key: Uint8Array.from(sealingKey),
          };
          parts[part][at % parts[part].length]! ^= 1 << bit;
          expect(unseal(parts, parts.key)).toBeUndefined();
        },
      ),
    );
  });

  it('that is too short is not opened', () => {
    expect(
      unseal({ nonce: new Uint8Array(12), tag: new Uint8Array(16), ciphertext: new Uint8Array(3) }, new Uint8Array(32)),
    ).toBeUndefined();
  });
});
