/** In UTF-16 units. Shorter passphrases are refused; those below the second limit cause a warning. */
export const SHORTEST_PASSPHRASE = 8;
const SHORT_PASSPHRASE = 14;

/** `short`: refused. `weak`: somebody who has the file may guess it. `fair`: no objection. */
export type PassphraseStrength = 'short' | 'weak' | 'fair';

/** Judges by length and variety; dictionaries are not checked. */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  if (passphrase.length < SHORTEST_PASSPHRASE) return 'short';
  const different = new Set(passphrase).size;
  return passphrase.length < SHORT_PASSPHRASE || different < 6 ? 'weak' : 'fair';
}
