import { sentence } from '../language/sentence';
import { pathIdentity } from '../model/pathIdentity';
import type { DriveTarget } from '../plan/jobPlan';

/** What is said of a source that a drive would be written to: no option agrees to losing one. */
export function writtenSource(path: string, drives: readonly Pick<DriveTarget, 'letter' | 'target'>[]): string {
  const identity = pathIdentity(path);
  const { letter, target } = drives.find((drive) => pathIdentity(drive.target) === identity) ?? drives[0]!;
  return sentence`${path} is a source, and drive ${letter} would be written over it: ${target} is the same file. Name another place with --drive ${letter}=…, or take the file out of the sources.`;
}
