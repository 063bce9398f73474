import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sharedFixtures } from './readers';

/** The facts known about a volume that Windows made. */
export interface WindowsVolume {
  readonly name: string;
  readonly cipher: string;
  readonly volumeGuid: string;
  readonly recoveryPassword: string;
  readonly recoveryProtectorGuid: string;
  readonly filesystemSerial: string;
  readonly decryptedSha256: string;
  readonly recoveryPassword2?: string;
  readonly recoveryProtector2Guid?: string;
}

const folder = sharedFixtures('bitlocker');

/** The volumes in the shared test data; none if those are missing. */
export const windowsVolumes: readonly WindowsVolume[] =
  folder === undefined
    ? []
    : Object.entries(
        JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as Record<string, Omit<WindowsVolume, 'name'>>,
      ).map(([name, facts]) => ({ name, ...facts }));

/** The image of a volume: the beginning of a file, without a partition table. */
export function readWindowsVolume({ name }: WindowsVolume): Uint8Array {
  return gunzipSync(readFileSync(join(folder!, `${name}.img.gz`)));
}
