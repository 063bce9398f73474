import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testKey } from '../../test/session';
import { SecretMask } from './secretMask';

describe('The mask', () => {
  it('shows of a key of a drive which one it is, and no more', () => {
    const mask = new SecretMask();
    expect(mask.mask(`key ${testKey}, again ${testKey}.`)).toBe(
      'key 060456-••••••-…-411631, again 060456-••••••-…-411631.',
    );
    expect(mask.mask(testKey.replaceAll('-', ''))).toBe('••••••');
    expect(mask.mask(testKey.replaceAll('-', ' '))).toBe('••••••');
  });

  it('leaves other numbers alone', () => {
    for (const text of ['1000204886016 bytes', '2025-04-20 18:20:00', '123456-123456', `0${testKey}`.slice(0, 20)])
      expect(new SecretMask().mask(text)).toBe(text);
  });

  it('hides signatures and storage keys that it was not told of', () => {
    const key = `${'aB3+'.repeat(21)}xy==`;
    expect(new SecretMask().mask(`https://a.example/c?sv=1&sig=abc%2Fdef&se=2 AccountKey=${key};`)).toBe(
      'https://a.example/c?sv=1&sig=••••••&se=2 AccountKey=••••••;',
    );
  });

  it('hides every secret that it was told of, however it is spelled', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 8 }).filter((text) => !/^[•\s]*$/.test(text)),
          { minLength: 1, maxLength: 4 },
        ),
        fc.string(),
        fc.string(),
        (secrets, before, after) => {
          const mask = new SecretMask();
          for (const secret of secrets) mask.add(secret);
          for (const secret of secrets) {
            expect(mask.mask(before + secret + after)).not.toContain(secret);
            expect(mask.mask(`${before}${JSON.stringify({ secret })}`)).not.toContain(JSON.stringify(secret));
          }
        },
      ),
    );
  });

  it('takes no short or empty text for a secret', () => {
    const mask = new SecretMask();
    mask.add('');
    mask.add('abc');
    expect(mask.mask('abcabc')).toBe('abcabc');
  });
});
