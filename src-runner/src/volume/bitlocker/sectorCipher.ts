/** How a volume's sectors are encrypted. The names are those of the command line and of cryptsetup. */
export type EncryptionMethod = 'aes-xts-128' | 'aes-xts-256' | 'aes-cbc-128' | 'aes-cbc-256' | 'aes-cbc-128-elephant' | 'aes-cbc-256-elephant';

/** Encrypts and decrypts whole sectors of 512 bytes in place. One instance belongs to one thread. */
export interface SectorCipher {
  /** `data` is a multiple of 512 bytes; `firstSector` counts sectors of 512 bytes from the beginning of the volume. */
  encrypt(data: Uint8Array, firstSector: number): void;
  decrypt(data: Uint8Array, firstSector: number): void;
  /** Overwrites the key material that Node lets us reach. The instance is of no use afterwards. */
  wipe(): void;
}
