/**
 * A 64-bit fingerprint of a text, in two halves, for `FingerprintSet`. Two texts with the same one are expected only
 * among some hundred million.
 */
export function textFingerprint(text: string): readonly [low: number, high: number] {
  let low = 0x5bd1e995;
  let high = 0x1b873593;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  // Each half is mixed into the other, so that all bits of both depend on every character.
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return [low, high];
}
