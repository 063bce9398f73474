import type { Range } from '../text/position';

/** A drive named by a driveset of a job. */
export interface JobDrive {
  /** Identifies the driveset in findings of other files. */
  readonly file: string;
  /** The driveset's name in messages. */
  readonly fileName: string;
  readonly range: Range;
  readonly formatted: boolean;
}

/** The drives of a job by upper-case letter. If several rows name a letter, one that formats takes precedence. */
export type JobDrives = ReadonlyMap<string, JobDrive>;

/** For a job without a driveset. */
export const noDrives: JobDrives = new Map();

/** Merges the drives of several drivesets. */
export function mergeDrives(drivesets: Iterable<JobDrives>): JobDrives {
  const merged = new Map<string, JobDrive>();
  for (const drives of drivesets) {
    for (const [letter, drive] of drives) if (!merged.has(letter) || drive.formatted) merged.set(letter, drive);
  }
  return merged;
}
