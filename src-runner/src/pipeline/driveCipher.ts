import type { Kernels } from '../kernels/kernels';
import { createXtsCipher } from '../kernels/xtsCipher';
import type { EncryptionMethod, SectorCipher } from '../volume/bitlocker/sectorCipher';

/** The cipher of a drive for one thread, which works in the kernels' memory without copies where the method allows it. */
export function createDriveCipher(method: EncryptionMethod, key: Uint8Array, kernels: Kernels): SectorCipher {
  switch (method) {
    case 'aes-xts-128':
    case 'aes-xts-256':
      return createXtsCipher(method, key, kernels);
    default:
      throw new RangeError(`Drives are not written with ${method}.`);
  }
}
