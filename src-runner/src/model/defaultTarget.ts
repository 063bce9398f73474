import { join } from 'node:path';

/** Where a drive is written that no `--drive` speaks of. */
export function defaultTarget(letter: string): string {
  return join('drives', `${letter}.vhd`);
}
