import type { DrivesetEntry } from '#core/driveset/drivesetEntry';
import { driveAt } from '../drives/driveAt';
import { freeImage } from '../drives/image/freeImage';
import { sentence } from '../language/sentence';
import { pathIdentity } from '../model/pathIdentity';
import type { DriveTarget } from '../plan/jobPlan';
import { UsageError } from '../model/usageError';
import type { JobOptions } from '../job/jobOptions';

/** Which drives of a driveset are written, and where. */
export interface DriveTargets {
  readonly targets: readonly (DriveTarget & { readonly entry: DrivesetEntry })[];
  /** Messages about drives that are not written, or not written at the usual place. */
  readonly warnings: readonly string[];
}

/**
 * Determines where each drive of the drivesets is written. Nothing is touched.
 *
 * @throws UsageError for drives that do not fit the options
 * @throws TargetError for targets that must not be overwritten
 */
export function driveTargets(entries: readonly DrivesetEntry[], options: JobOptions): DriveTargets {
  const targets: (DriveTarget & { entry: DrivesetEntry })[] = [];
  const warnings: string[] = [];
  for (const letter of options.drives.keys()) {
    if (!entries.some((entry) => entry.letter === letter))
      throw new UsageError(
        sentence`--drive specifies the letter ${letter}, which is in no driveset. Add a record to the driveset, or omit the option.`,
      );
  }
  for (const entry of entries) {
    const { letter, file, line } = entry;
    const place = sentence`${file}:${line + 1}: drive ${letter}`;
    if (!entry.encrypts) {
      warnings.push(
        sentence`${place} is already encrypted. Adding data to it is not supported yet, so it is left unchanged and gets no data.`,
      );
      continue;
    }
    if (!entry.formats) {
      throw new UsageError(
        sentence`${place} is set to be encrypted as it is (AlreadyFormatted and Encrypt). Drives are written here from start to end: set FormatOption to Format. This erases the drive.`,
      );
    }
    const { target, warning } = targetOf(letter, options);
    targets.push({ ...target, entry });
    if (warning !== undefined) warnings.push(warning);
  }
  checkDistinctTargets(targets);
  checkDistinctIds(targets);
  return { targets, warnings };
}

/**
 * Each drive needs its own medium. Two names may belong to the same file or disk.
 *
 * @throws UsageError
 */
export function checkDistinctTargets(drives: readonly Pick<DriveTarget, 'letter' | 'target'>[]): void {
  const letters = new Map<string, string>();
  for (const { letter, target } of drives) {
    const identity = pathIdentity(target);
    const other = letters.get(identity);
    if (other !== undefined)
      throw new UsageError(
        sentence`drives ${other} and ${letter} have the same target ${target}. Specify one for each with --drive.`,
      );
    letters.set(identity, letter);
  }
}

/** The file name of a drive's info is its id, and the portal knows the drive only by that id. @throws UsageError */
export function checkDistinctIds(drives: readonly Pick<DriveTarget, 'letter' | 'id'>[]): void {
  const letters = new Map<string, string>();
  for (const { letter, id } of drives) {
    const key = id?.toLowerCase();
    const other = key === undefined ? undefined : letters.get(key);
    if (other !== undefined)
      throw new UsageError(
        sentence`drives ${other} and ${letter} have the same id "${id ?? ''}". Give each drive a different one: --drive ${letter}=…,id=….`,
      );
    if (key !== undefined) letters.set(key, letter);
  }
}

/** Where a drive is written, with a warning if that is not the usual place. */
function targetOf(
  letter: string,
  { drives, capacity: everyCapacity }: JobOptions,
): { readonly target: DriveTarget; readonly warning?: string } {
  const named = drives.get(letter);
  const free = named === undefined ? freeImage(letter) : undefined;
  const drive = driveAt(named?.target ?? free!.target);
  const { kind, path } = drive;
  const { length, serial } = drive.inspect();
  const id = named?.id ?? serial;
  // An existing image is created again and may get another size.
  const capacity = named?.size ?? (kind === 'device' ? length : everyCapacity);
  if (kind === 'device' && capacity === undefined)
    throw new UsageError(
      sentence`this system does not report the size of ${path}. Specify it: --drive ${letter}=${path},size=2T.`,
    );
  if (kind === 'device' && length !== undefined && capacity! > length) {
    throw new UsageError(
      sentence`--drive ${letter} specifies size=${capacity!}, but ${path} has only ${length} bytes. Omit size to use the disk's own size.`,
    );
  }
  const target = {
    letter,
    target: path,
    kind,
    ...(capacity === undefined ? {} : { capacity }),
    ...(id === undefined ? {} : { id }),
  };
  const instead = free?.instead;
  return instead
    ? {
        target,
        warning: sentence`drive ${letter}: ${instead.target} holds ${instead.standing} and is left unchanged; the image is created at ${path}.`,
      }
    : { target };
}
