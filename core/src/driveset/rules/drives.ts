import { DRIVES_OF_JOB, DRIVES_OF_RUN } from '../../limits/limits';
import type { Finding } from '../../rules/finding';
import type { RuleCode } from '../../rules/catalogue';
import type { Range } from '../../text/position';
import type { Drive } from '../drive';

/** A drive with its place in the file. */
export interface PlacedDrive extends Drive {
  /** Zero-based line of the record. */
  readonly line: number;
}

/**
 * Reports a finding about the drive at `index`.
 *
 * @param related the index of the other drive in the finding; `before` where it is in an earlier driveset
 */
export type DriveReport = (index: number, finding: Finding, related?: number | 'before') => void;

/** The codes that {@link checkDrives} can report. */
export const drivesRuleCodes: readonly RuleCode[] = [
  'driveset/drive-letter-duplicate',
  'driveset/key-duplicate',
  'driveset/too-many-drives',
];

/** What is known about the drivesets before a certain one in its job. */
export interface DrivesBefore {
  readonly count: number;
  /** By key. */
  readonly keys: ReadonlyMap<string, { readonly letter: string; readonly fileName: string; readonly range: Range }>;
}

/**
 * Compares the drives of one file with each other and with those of the drivesets before it; linear in their number.
 */
export function checkDrives(drives: readonly PlacedDrive[], before: DrivesBefore, report: DriveReport): void {
  const byLetter = new Map<string, number>();
  const byKey = new Map<string, number>();
  drives.forEach(({ letter, letterSpan, key, keySpan }, index) => {
    const sameLetter = byLetter.get(letter);
    const sameKey = byKey.get(key);
    const lineOf = (other: number): readonly string[] => [String(drives[other]!.line + 1)];
    if (letter !== '') {
      if (sameLetter === undefined) byLetter.set(letter, index);
      else
        report(index, { code: 'driveset/drive-letter-duplicate', args: lineOf(sameLetter), ...letterSpan }, sameLetter);
    }
    if (key === '') return;
    const other = before.keys.get(key);
    // A drive that is listed twice has the same key twice; only the rule about letters reports that.
    const isNamesake = (its: string) => letter !== '' && its === letter;
    if (other) {
      if (!isNamesake(other.letter))
        report(
          index,
          {
            code: 'driveset/key-duplicate',
            variant: 'driveset',
            args: [String(other.range.start.line + 1), other.fileName],
            ...keySpan,
          },
          'before',
        );
    } else if (sameKey === undefined) byKey.set(key, index);
    else if (!isNamesake(drives[sameKey]!.letter))
      report(index, { code: 'driveset/key-duplicate', args: lineOf(sameKey), ...keySpan }, sameKey);
  });
  checkCount(drives, before.count, report);
}

/** Reports too many drives at the first one beyond the limit, unless an earlier driveset has exceeded it. */
function checkCount(drives: readonly PlacedDrive[], before: number, report: DriveReport): void {
  const count = before + drives.length;
  const [limit, args] =
    count > DRIVES_OF_RUN
      ? [DRIVES_OF_RUN, [String(count)]]
      : [DRIVES_OF_JOB, [String(count), String(Math.ceil(count / DRIVES_OF_JOB))]];
  const first = limit - before;
  const drive = drives[first];
  if (!drive) return;
  const [ofRun, ofJob] = before > 0 ? ['run-of-several', 'job-of-several'] : ['default', 'job'];
  report(first, {
    code: 'driveset/too-many-drives',
    variant: limit === DRIVES_OF_RUN ? ofRun : ofJob,
    args,
    ...drive.letterSpan,
  });
}
