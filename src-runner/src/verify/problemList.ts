import type { VolumeProblem } from '../volume/ntfs/check/volumeProblem';

/** Further problems are only counted. */
const MOST_LISTED = 100;

export class ProblemList {
  readonly listed: VolumeProblem[] = [];
  count = 0;

  readonly add = (problem: VolumeProblem): void => {
    this.count++;
    if (this.listed.length < MOST_LISTED) this.listed.push(problem);
  };
}
