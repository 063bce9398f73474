import { describe, expect, it } from 'vitest';
import { passphraseStrength } from './passphraseStrength';
import { recipientsIn } from './recipients';

const one = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

describe('A passphrase', () => {
  it.each([
    ['', 'short'],
    ['1234567', 'short'],
    ['12345678', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['correct horse battery staple', 'fair'],
  ])('"%s" is %s', (passphrase, strength) => {
    expect(passphraseStrength(passphrase)).toBe(strength);
  });
});

describe('Recipients', () => {
  it('are taken apart, and all have to be some', () => {
    expect(recipientsIn(` ${one},\n${one} `)).toEqual([one, one]);
    for (const text of ['', 'age1', `${one} AGE-SECRET-KEY-1XYZ`, 'ssh-ed25519 AAAA', `--${one}`])
      expect(recipientsIn(text)).toBeUndefined();
  });
});
