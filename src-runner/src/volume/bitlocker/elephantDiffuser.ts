/**
 * The two diffusers of N. Ferguson, "AES-CBC + Elephant diffuser" (Microsoft, 2006), over a sector as 32-bit words.
 * Each mixes a word with two others, one of which is rotated by a number of bits that depends on the position.
 */
interface Diffuser {
  readonly cycles: number;
  /** Where the two other words lie, relative to the word. */
  readonly near: number;
  readonly far: number;
  readonly rotations: readonly [number, number, number, number];
}

const diffuserA: Diffuser = { cycles: 5, near: -2, far: -5, rotations: [9, 0, 13, 0] };
const diffuserB: Diffuser = { cycles: 3, near: 2, far: 5, rotations: [0, 10, 0, 25] };

/** Decrypts, in place: diffuser B, then A. */
export function undiffuse(words: Uint32Array): void {
  for (const diffuser of [diffuserB, diffuserA]) {
    for (let cycle = 0; cycle < diffuser.cycles; cycle += 1) {
      for (let at = 0; at < words.length; at += 1) words[at]! += mix(words, at, diffuser);
    }
  }
}

/** Encrypts, in place: the same steps in reverse. */
export function diffuse(words: Uint32Array): void {
  for (const diffuser of [diffuserA, diffuserB]) {
    for (let cycle = 0; cycle < diffuser.cycles; cycle += 1) {
      for (let at = words.length - 1; at >= 0; at -= 1) words[at]! -= mix(words, at, diffuser);
    }
  }
}

function mix(words: Uint32Array, at: number, { near, far, rotations }: Diffuser): number {
  const { length } = words;
  const turned = words[(at + far + length) % length]!;
  // JavaScript treats a shift by 32 as a shift by 0, so a rotation by 0 leaves the word unchanged.
  const bits = rotations[at & 3]!;
  return words[(at + near + length) % length]! ^ ((turned << bits) | (turned >>> (32 - bits)));
}
