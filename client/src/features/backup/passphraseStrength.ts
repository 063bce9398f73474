/** Fewer characters are refused; so few are warned of. In UTF-16 units. */
export const SHORTEST_PASSPHRASE = 8;
const SHORT_PASSPHRASE = 14;

/** `short`: refused. `weak`: whoever has the file may guess it. `fair`: nothing is known against it. */
export type PassphraseStrength = 'short' | 'weak' | 'fair';

/** A judgement by length and variety; what stands in dictionaries is not known here. */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  if (passphrase.length < SHORTEST_PASSPHRASE) return 'short';
  const different = new Set(passphrase).size;
  return passphrase.length < SHORT_PASSPHRASE || different < 6 ? 'weak' : 'fair';
}
