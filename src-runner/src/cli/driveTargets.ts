import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { defaultTarget, inspectTarget } from '../drives/preparationTarget';
import { sentence } from '../language/sentence';
import type { DriveTarget } from '../plan/jobPlan';
import { UsageError } from './exitCode';
import type { JobOptions } from './jobOptions';

/** Which drives of a driveset are written, and where. */
export interface DriveTargets {
  readonly targets: readonly (DriveTarget & { readonly entry: DrivesetEntry })[];
  /** What is to be said about the others. */
  readonly warnings: readonly string[];
}

/**
 * Says where each drive of the drivesets is written. Nothing is touched.
 *
 * @throws UsageError for drives that do not go together with the options, TargetError for targets that must not be overwritten
 */
export function driveTargets(entries: readonly DrivesetEntry[], options: JobOptions): DriveTargets {
  const targets: (DriveTarget & { entry: DrivesetEntry })[] = [];
  const warnings: string[] = [];
  for (const letter of options.drives.keys()) {
    if (!entries.some((entry) => entry.letter === letter)) throw new UsageError(sentence`--drive names the letter ${letter}, which no driveset names. Add a record to the driveset, or leave the option out.`);
  }
  for (const entry of entries) {
    const { letter, file, line } = entry;
    const place = sentence`${file}:${line + 1}: drive ${letter}`;
    if (!entry.encrypts) {
      warnings.push(sentence`${place} is encrypted already. Adding data to it is not possible yet: it is left as it is, and gets no data.`);
      continue;
    }
    if (!entry.formats) {
      throw new UsageError(sentence`${place} is to be encrypted as it is (AlreadyFormatted and Encrypt). Drives are written here from front to back: set FormatOption to Format. That erases the drive.`);
    }
    targets.push({ ...targetOf(letter, options), entry });
  }
  const paths = new Map<string, string>();
  for (const { letter, target } of targets) {
    const other = paths.get(target);
    if (other !== undefined) throw new UsageError(sentence`the drives ${other} and ${letter} have the same target ${target}. Name one for each with --drive.`);
    paths.set(target, letter);
  }
  return { targets, warnings };
}

function targetOf(letter: string, { drives, capacity: everyCapacity }: JobOptions): DriveTarget {
  const named = drives.get(letter);
  const { kind, length, path, serial } = inspectTarget(named?.target ?? defaultTarget(letter));
  const id = named?.id ?? serial;
  // An image that is there is made anew, and need not be as large as it was.
  const capacity = named?.size ?? (kind === 'device' ? length : everyCapacity);
  if (kind === 'device' && capacity === undefined) throw new UsageError(sentence`this system does not tell how large ${path} is. Say it: --drive ${letter}=${path},size=2T.`);
  if (kind === 'device' && length !== undefined && capacity! > length) {
    throw new UsageError(sentence`--drive ${letter} says size=${capacity!}, and ${path} has only ${length} bytes. Leave size out: the disk's own is used.`);
  }
  return { letter, target: path, kind, ...(capacity === undefined ? {} : { capacity }), ...(id === undefined ? {} : { id }) };
}
