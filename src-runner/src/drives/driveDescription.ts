/**
 * The job and the drive in the description of a volume. BitLocker keeps it readable without a key; Windows shows it.
 */
export interface PreparedDrive {
  readonly jobId: string;
  readonly driveId: string;
}

const BEGINNING = 'Sneakernet job ';
/** How many characters of a job id are written. */
const LONGEST_JOB = 64;

/** The description of a volume: the job, the drive, and, as Windows writes them, the label and the date. */
export function driveDescription({ jobId, driveId }: PreparedDrive, label: string, created: string): string {
  return `${BEGINNING}${JSON.stringify(jobId.slice(0, LONGEST_JOB))}, ${driveId} ${label} ${created.slice(0, 10)}`;
}

/** What the description of a volume says about a drive that was prepared here; undefined for any other volume. */
export function preparedDriveIn(description: string): PreparedDrive | undefined {
  const [, job, driveId] = /^Sneakernet job ("(?:[^"\\]|\\.)*"), (\S+) /.exec(description) ?? [];
  if (job === undefined || driveId === undefined) return undefined;
  try {
    return { jobId: JSON.parse(job) as string, driveId };
  } catch {
    return undefined;
  }
}
