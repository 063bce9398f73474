import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSieve } from '../validate/bitSieve';
import { FingerprintSet } from './fingerprintSet';
import { KeyBatches } from '../validate/keyBatches';

const half = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 1023, 1024));
const fingerprints = fc.array(
  fc.tuple(
    half,
    half.filter((high) => high !== 0),
  ),
  { maxLength: 3000 },
);

describe('A set of fingerprints', () => {
  it('knows what was added, whatever its size was meant to be', () => {
    fc.assert(
      fc.property(fingerprints, fc.nat(5000), (added, expected) => {
        const set = new FingerprintSet(Infinity, expected);
        const known = new Set<string>();
        for (const [low, high] of added) {
          expect(set.add(low, high)).toBe(known.has(`${low},${high}`));
          known.add(`${low},${high}`);
        }
        expect(set.size).toBe(known.size);
        for (const [low, high] of added) expect(set.has(low, high)).toBe(true);
        expect(set.has(123_456_789, 987_654_321)).toBe(known.has('123456789,987654321'));
      }),
    );
  });

  it('says when it was given more than it takes', () => {
    const set = new FingerprintSet(2);
    set.add(1, 1);
    set.add(2, 2);
    set.add(1, 1);
    expect(set.overflowed).toBe(false);
    set.add(3, 3);
    expect(set.overflowed).toBe(true);
  });
});

describe('A sieve', () => {
  it('misses nothing that was added', () => {
    fc.assert(
      fc.property(fingerprints, (added) => {
        const sieve = new BitSieve(4096);
        for (const [low] of added) sieve.add(low);
        for (const [low] of added) expect(sieve.has(low) && sieve.add(low)).toBe(true);
      }),
    );
  });

  it('knows nothing before', () => {
    expect(new BitSieve(4096).has(77)).toBe(false);
  });
});

describe('Batches of keys', () => {
  it('pass on all that they were given', () => {
    fc.assert(
      fc.property(fingerprints, (added) => {
        const taken: string[] = [];
        const batches = new KeyBatches(new FingerprintSet(Infinity, 100_000), (low, high) =>
          taken.push(`${low},${high}`),
        );
        for (const [low, high] of added) batches.add(low, high);
        batches.flushAll();
        expect(taken.sort()).toEqual(added.map(([low, high]) => `${low},${high}`).sort());
      }),
      { numRuns: 20 },
    );
  });
});
