import { join } from 'node:path';
import { defaultTarget } from '../../model/defaultTarget';
import { TargetError } from '../../model/copyResult';
import { ImageDrive } from './imageDrive';

/**
 * Where a drive is written that no `--drive` speaks of: an image of its letter, and where there is something already, one with a number.
 *
 * @returns with what stands at the place that it would have been, where it is another
 */
export function freeImage(letter: string): {
  readonly target: string;
  readonly instead?: { readonly target: string; readonly standing: string };
} {
  const first = defaultTarget(letter);
  const standing = standingAt(first);
  if (standing === undefined) return { target: first };
  for (let number = 2; ; number++) {
    const target = join('drives', `${letter}-${number}.vhd`);
    if (standingAt(target) === undefined) return { target, instead: { target: first, standing } };
  }
}

/** In words; undefined where an image can be made without anybody's loss. */
function standingAt(path: string): string | undefined {
  try {
    const { holdsData, text } = new ImageDrive(path).standing();
    return holdsData ? text : undefined;
  } catch (error) {
    if (error instanceof TargetError) return error.message;
    throw error;
  }
}
