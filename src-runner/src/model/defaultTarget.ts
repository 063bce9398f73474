import { join } from 'node:path';

/** Where a drive is written without a `--drive` option. */
export function defaultTarget(letter: string): string {
  return join('drives', `${letter}.vhd`);
}
