import { PORTAL_JOURNAL_LIMIT } from '../limits/limits';
import type { Finding } from '../rules/finding';
import { byteCount } from '../text/byteCount';

/** Known sizes of a job's data and drives, from any source. In bytes. */
export interface JobSizes {
  /** The space that the data needs on the drives. */
  readonly needed: number;
  /** The total capacity of the drives. */
  readonly available: number;
  readonly leftOver?: {
    readonly bytes: number;
    /** The number of further drives needed, and their size. */
    readonly drives: number;
    readonly driveBytes: number;
    readonly tooLarge: readonly { readonly path: string; readonly bytes: number }[];
  };
  /** The capacity of the largest drive. */
  readonly largestDrive: number;
  readonly journal: number;
}

/** The findings about a job's sizes: `job/capacity` and `job/journal-size`. */
export function jobSizeFindings({
  needed,
  available,
  leftOver,
  largestDrive,
  journal,
}: JobSizes): readonly Pick<Finding, 'code' | 'variant' | 'args'>[] {
  const findings: Pick<Finding, 'code' | 'variant' | 'args'>[] = [];
  for (const { path, bytes } of leftOver?.tooLarge ?? []) {
    findings.push({ code: 'job/capacity', variant: 'file', args: [path, byteCount(bytes), byteCount(largestDrive)] });
  }
  if (leftOver && leftOver.drives > 0) {
    const further = leftOver.drives === 1 ? 'one more drive' : `${leftOver.drives} more drives`;
    findings.push({
      code: 'job/capacity',
      args: [
        byteCount(needed),
        byteCount(available),
        byteCount(leftOver.bytes),
        `${further} of ${byteCount(leftOver.driveBytes)}`,
      ],
    });
  }
  if (journal > PORTAL_JOURNAL_LIMIT)
    findings.push({ code: 'job/journal-size', args: [byteCount(journal), byteCount(PORTAL_JOURNAL_LIMIT)] });
  return findings;
}
