import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyStretcher } from './keyStretcher';

/** Computed round by round with node:crypto. */
function expected(passwordHash: Uint8Array, salt: Uint8Array, rounds: number): string {
  const message = Buffer.alloc(88);
  message.set(passwordHash, 32);
  message.set(salt, 64);
  for (let round = 0; round < rounds; round++) {
    message.writeUInt32LE(round, 80);
    message.set(hash('sha256', message, 'buffer'));
  }
  return message.toString('hex', 0, 32);
}

describe('stretching a key', () => {
  it('is the chain of hashes that node:crypto makes, however it is cut', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(32), bytes(16), fc.array(fc.nat(300), { maxLength: 5 }), (passwordHash, salt, cuts) => {
        const stretcher = new KeyStretcher(passwordHash, salt);
        let round = 0;
        for (const count of cuts) {
          stretcher.rounds(round, round + count);
          round += count;
        }
        expect(Buffer.from(stretcher.result()).toString('hex')).toBe(expected(passwordHash, salt, round));
      }),
      { numRuns: 60 },
    );
  });

  it('counts beyond a byte and two', () => {
    const [passwordHash, salt] = [Buffer.alloc(32, 7), Buffer.alloc(16, 9)];
    const stretcher = new KeyStretcher(passwordHash, salt);
    stretcher.rounds(0, 70_000);
    expect(Buffer.from(stretcher.result()).toString('hex')).toBe(expected(passwordHash, salt, 70_000));
  });

  it('leaves nothing when it is wiped', () => {
    const stretcher = new KeyStretcher(Buffer.alloc(32, 7), Buffer.alloc(16, 9));
    stretcher.rounds(0, 3);
    stretcher.wipe();
    expect(stretcher.result()).toEqual(new Uint8Array(32));
  });
});
