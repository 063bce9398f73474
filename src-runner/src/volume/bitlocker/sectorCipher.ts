import { SECTOR_LENGTH } from '#core/limits/limits';
import type { Kernels } from '../../kernels/kernels';
import { createXtsCipher } from '../../kernels/xtsCipher';
import type { SectorCipher } from '../../model/sectorCipher';
import { CbcCipher } from './cbcCipher';
import { ElephantCipher } from './elephantCipher';
import { keyLengthOf, type EncryptionMethod } from './encryptionMethod';
import { WideSectorXts } from './wideSectorXts';

export interface SectorCipherOptions {
  /** Bytes of the cipher's sector: 4096 on media without smaller sectors. */
  readonly sectorLength?: number;
  /** The calling thread's kernels, if it has any: data in their memory are not copied. */
  readonly kernels?: Kernels;
}

/** @param key the full volume encryption key; it is copied, so that the caller can wipe it */
export function sectorCipher(
  method: EncryptionMethod,
  key: Uint8Array,
  { sectorLength = SECTOR_LENGTH, kernels }: SectorCipherOptions = {},
): SectorCipher {
  if (key.length !== keyLengthOf(method)) throw new RangeError(`A key for ${method} has ${keyLengthOf(method)} bytes.`);
  switch (method) {
    case 'aes-xts-128':
    case 'aes-xts-256':
      return sectorLength === SECTOR_LENGTH
        ? createXtsCipher(method, key, kernels)
        : new WideSectorXts(key, sectorLength);
    case 'aes-cbc-128':
    case 'aes-cbc-256':
      return new CbcCipher(key, sectorLength);
    case 'aes-cbc-128-elephant':
      return new ElephantCipher(key.subarray(0, 16), key.subarray(32, 48), sectorLength);
    case 'aes-cbc-256-elephant':
      return new ElephantCipher(key.subarray(0, 32), key.subarray(32, 64), sectorLength);
  }
}
