import { driveLetter } from '#core/names/driveLetter';
import type { JrmDrive, JrmHeader } from '#core/jrm/jrm';
import { defaultTarget } from '../../model/defaultTarget';
import { sentence } from '../../language/sentence';
import { UsageError } from '../../model/usageError';
import type { VerifyOptions } from './verifyOptions';

/** A target, and the drives of the JRM that it may be. */
export interface NamedDrive {
  readonly letter: string;
  readonly target: string;
  readonly candidates: readonly JrmDrive[];
}

/**
 * Finds the drives of the command line in the JRM. Drives without a letter, or with the same one, are distinguished by
 * their keys.
 *
 * @throws UsageError for a letter that the JRM does not have
 */
export function jrmDrives(
  { Drives: drives }: JrmHeader,
  { jrm, targets }: Pick<VerifyOptions, 'jrm' | 'targets'>,
): NamedDrive[] {
  const byLetter = new Map<string, JrmDrive[]>();
  const nameless: JrmDrive[] = [];
  const letterOf = ({ DriveLetter = '' }: JrmDrive) => driveLetter(DriveLetter);
  for (const drive of drives) {
    const letter = letterOf(drive);
    const isOnlyOne = letter !== undefined && drives.filter((other) => letterOf(other) === letter).length === 1;
    if (isOnlyOne) byLetter.set(letter, [drive]);
    else nameless.push(drive);
  }
  if (drives.length === 0) throw new UsageError(sentence`${jrm} has no drives.`);
  const letters = [...byLetter.keys()].sort();
  if (targets.size === 0) {
    if (nameless.length > 0)
      throw new UsageError(
        sentence`${jrm} contains drives that do not have a unique letter. Specify where each one is: --drive G=<image or disk>.`,
      );
    return letters.map((letter) => ({ letter, target: defaultTarget(letter), candidates: byLetter.get(letter)! }));
  }
  return [...targets].map(([letter, target]) => {
    const candidates = byLetter.get(letter) ?? nameless;
    if (candidates.length === 0)
      throw new UsageError(sentence`${jrm} has no drive ${letter}. It has: ${letters.join(', ')}.`);
    return { letter, target, candidates };
  });
}
