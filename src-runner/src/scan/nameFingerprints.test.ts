import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntfsNameKey } from '#core/names/ntfsName';
import { NameFingerprints } from './nameFingerprints';

describe('fingerprints of names', () => {
  it('find every name that NTFS takes for one before it', () => {
    const names = fc.array(
      fc.oneof(fc.stringMatching(/^[aAbBkKsS\u212a\u017f\u00e9\u00c9]{1,3}$/), fc.string({ unit: 'binary' })),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(names, (all) => {
        const fingerprints = new NameFingerprints(all.length);
        const keys = new Set<string>();
        for (const name of all) {
          const isKnown = keys.has(ntfsNameKey(name));
          if (isKnown) expect(fingerprints.add(name)).toBe(true);
          else fingerprints.add(name);
          keys.add(ntfsNameKey(name));
        }
      }),
    );
  });

  it('hardly ever take two names for one that are not', () => {
    const fingerprints = new NameFingerprints(300_000);
    let confused = 0;
    for (let i = 0; i < 100_000; i++) {
      for (const name of [`IMG_${String(i).padStart(6, '0')}.jpg`, `${i}`, `a${'x'.repeat(i % 50)}${i}`])
        if (fingerprints.add(name)) confused++;
    }
    expect(confused).toBe(0);
  });
});
