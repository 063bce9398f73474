/** Encrypts and decrypts whole sectors of 512 bytes in place. One instance belongs to one thread. */
export interface SectorCipher {
  /** `data` is a multiple of 512 bytes; `firstSector` counts sectors of 512 bytes from the beginning of the volume. */
  encrypt(data: Uint8Array, firstSector: number): void;
  decrypt(data: Uint8Array, firstSector: number): void;
  /** Overwrites the key material that is accessible in Node. The instance is unusable afterwards. */
  wipe(): void;
}
