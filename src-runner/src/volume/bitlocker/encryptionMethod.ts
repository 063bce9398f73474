/** How a volume's sectors are encrypted. The names are those of the command line and of cryptsetup. */
export type EncryptionMethod =
  'aes-xts-128' | 'aes-xts-256' | 'aes-cbc-128' | 'aes-cbc-256' | 'aes-cbc-128-elephant' | 'aes-cbc-256-elephant';

/** The metadata's code for a method, and the length of its key. */
interface MethodFacts {
  readonly code: number;
  /** Bytes of the full volume encryption key (FVEK). With a diffuser, half of its 64 bytes may be unused. */
  readonly keyLength: number;
}

/** Codes and key lengths from libbde's format description. */
const methods: Readonly<Record<EncryptionMethod, MethodFacts>> = {
  'aes-cbc-128-elephant': { code: 0x8000, keyLength: 64 },
  'aes-cbc-256-elephant': { code: 0x8001, keyLength: 64 },
  'aes-cbc-128': { code: 0x8002, keyLength: 16 },
  'aes-cbc-256': { code: 0x8003, keyLength: 32 },
  'aes-xts-128': { code: 0x8004, keyLength: 32 },
  'aes-xts-256': { code: 0x8005, keyLength: 64 },
};

export const encryptionMethods = Object.keys(methods) as readonly EncryptionMethod[];

/** The method with this code in the metadata; undefined if the code is unknown. */
export function methodOfCode(code: number): EncryptionMethod | undefined {
  return encryptionMethods.find((method) => methods[method].code === code);
}

export function codeOfMethod(method: EncryptionMethod): number {
  return methods[method].code;
}

/** Bytes of the key that encrypts the sectors. */
export function keyLengthOf(method: EncryptionMethod): number {
  return methods[method].keyLength;
}
