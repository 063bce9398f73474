import type { Range } from '../text/position';

/** A drive that a job's driveset names. */
export interface JobDrive {
  /** The driveset's identity, as findings in other files name it. */
  readonly file: string;
  /** Its name, as messages show it. */
  readonly fileName: string;
  readonly range: Range;
  readonly formatted: boolean;
}

/** The drives of a job by upper-case letter. Where several rows name a letter, one that formats comes first. */
export type JobDrives = ReadonlyMap<string, JobDrive>;

/** A job without a driveset. */
export const noDrives: JobDrives = new Map();

/** The drives of several drivesets together. */
export function mergeDrives(drivesets: Iterable<JobDrives>): JobDrives {
  const merged = new Map<string, JobDrive>();
  for (const drives of drivesets) {
    for (const [letter, drive] of drives) if (!merged.has(letter) || drive.formatted) merged.set(letter, drive);
  }
  return merged;
}
