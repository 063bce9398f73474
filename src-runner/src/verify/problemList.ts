import type { VolumeProblem } from '../volume/ntfs/check/volumeProblem';

/** More are counted, and not kept. */
const MOST_LISTED = 100;

/** What is wrong with a drive. */
export class ProblemList {
  readonly listed: VolumeProblem[] = [];
  count = 0;

  readonly add = (problem: VolumeProblem): void => {
    this.count++;
    if (this.listed.length < MOST_LISTED) this.listed.push(problem);
  };
}
