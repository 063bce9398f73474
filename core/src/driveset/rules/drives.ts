import type { Finding } from '../../rules/finding';
import type { RuleCode } from '../../rules/catalogue';
import type { Drive } from '../drive';

const drivesOfOneRun = 25;
const drivesOfOneJob = 10;

/** A drive with its place in the file. */
export interface PlacedDrive extends Drive {
  /** Zero-based line of the record. */
  readonly line: number;
}

/**
 * Takes a finding about the drive at `index`.
 *
 * @param related the index of the other drive that it speaks of
 */
export type DriveReport = (index: number, finding: Finding, related?: number) => void;

/** The codes that {@link checkDrives} can report. */
export const drivesRuleCodes: readonly RuleCode[] = ['driveset/drive-letter-duplicate', 'driveset/key-duplicate', 'driveset/too-many-drives'];

/** Compares the drives of one file with each other; linear in their number. */
export function checkDrives(drives: readonly PlacedDrive[], report: DriveReport): void {
  const byLetter = new Map<string, number>();
  const byKey = new Map<string, number>();
  drives.forEach(({ letter, letterSpan, key, keySpan }, index) => {
    const sameLetter = byLetter.get(letter);
    const sameKey = byKey.get(key);
    const lineOf = (other: number): readonly string[] => [String(drives[other]!.line + 1)];
    if (letter !== '') {
      if (sameLetter === undefined) byLetter.set(letter, index);
      else report(index, { code: 'driveset/drive-letter-duplicate', args: lineOf(sameLetter), ...letterSpan }, sameLetter);
    }
    if (key !== '') {
      if (sameKey === undefined) byKey.set(key, index);
      // One drive named twice has one key: the letter's own rule says so.
      else if (letter === '' || drives[sameKey]!.letter !== letter) report(index, { code: 'driveset/key-duplicate', args: lineOf(sameKey), ...keySpan }, sameKey);
    }
  });
  const count = drives.length;
  if (count > drivesOfOneRun) {
    report(drivesOfOneRun, { code: 'driveset/too-many-drives', args: [String(count)], ...drives[drivesOfOneRun]!.letterSpan });
  } else if (count > drivesOfOneJob) {
    report(drivesOfOneJob, {
      code: 'driveset/too-many-drives',
      variant: 'job',
      args: [String(count), String(Math.ceil(count / drivesOfOneJob))],
      ...drives[drivesOfOneJob]!.letterSpan,
    });
  }
}
