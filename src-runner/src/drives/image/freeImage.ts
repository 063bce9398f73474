import { join } from 'node:path';
import { defaultTarget } from '../../model/defaultTarget';
import { TargetError } from '../../model/copyResult';
import { ImageDrive } from './imageDrive';

/**
 * Where a drive is written if no `--drive` names it: to the default image of its letter or, if that holds data, to an
 * image with a number in its name.
 *
 * @returns `instead`: the default image and what it holds, if another one is used
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

/** What the image holds, in words; undefined if nothing would be lost by creating an image there. */
function standingAt(path: string): string | undefined {
  try {
    const { holdsData, text } = new ImageDrive(path).standing();
    return holdsData ? text : undefined;
  } catch (error) {
    if (error instanceof TargetError) return error.message;
    throw error;
  }
}
