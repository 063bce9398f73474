import { driveLetter } from '#core/names/driveLetter';
import type { JrmDrive, JrmHeader } from '#core/jrm/jrm';
import { defaultTarget } from '../../model/defaultTarget';
import { sentence } from '../../language/sentence';
import { UsageError } from '../exitCode';
import type { VerifyOptions } from './verifyOptions';

/** A target, and the drives of the JRM, one of which it is. */
export interface NamedDrive {
  readonly letter: string;
  readonly target: string;
  readonly candidates: readonly JrmDrive[];
}

/**
 * Finds the drives of the command line in the JRM. One that has no letters does not tell which is which: their keys will.
 *
 * @throws UsageError for a letter that the JRM does not have
 */
export function jrmDrives({ Drives: drives }: JrmHeader, { jrm, targets }: Pick<VerifyOptions, 'jrm' | 'targets'>): NamedDrive[] {
  const byLetter = new Map<string, JrmDrive[]>();
  const nameless: JrmDrive[] = [];
  for (const drive of drives) {
    const letter = drive.DriveLetter === undefined ? undefined : driveLetter(drive.DriveLetter);
    if (letter === undefined) nameless.push(drive);
    else byLetter.set(letter, [...(byLetter.get(letter) ?? []), drive]);
  }
  if (drives.length === 0) throw new UsageError(sentence`${jrm} has no drives.`);
  const letters = [...byLetter.keys()].sort();
  if (targets.size === 0) {
    if (nameless.length > 0) throw new UsageError(sentence`${jrm} has drives without a letter. Say where each lies: --drive G=<image or disk>.`);
    return letters.map((letter) => ({ letter, target: defaultTarget(letter), candidates: byLetter.get(letter)! }));
  }
  return [...targets].map(([letter, target]) => {
    const candidates = byLetter.get(letter) ?? nameless;
    if (candidates.length === 0) throw new UsageError(sentence`${jrm} has no drive ${letter}. It has: ${letters.join(', ')}.`);
    return { letter, target, candidates };
  });
}
