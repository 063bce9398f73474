import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFingerprint } from './textFingerprint';

describe('The fingerprint of a text', () => {
  it('tells texts apart that are much alike', () => {
    const seen = new Set<string>();
    const halves = [new Set<number>(), new Set<number>()] as const;
    for (let number = 0; number < 100_000; number++) {
      for (const text of [`container/file ${number}.bin`, `container/${number}/file.bin`]) {
        const [low, high] = textFingerprint(text);
        seen.add(`${low},${high}`);
        halves[0].add(low);
        halves[1].add(high);
      }
    }
    expect(seen.size).toBe(200_000);
    // Among 200,000 32-bit numbers, about five are expected to coincide by chance.
    for (const half of halves) expect(half.size).toBeGreaterThan(199_900);
  });

  it('is the same for the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textFingerprint(text)).toEqual(textFingerprint(`${text} `.slice(0, -1)));
        expect(textFingerprint(text)).not.toEqual(textFingerprint(`${text}x`));
      }),
    );
  });
});
