import type { DrivesetEntry } from '../driveset/drivesetEntry';
import { driveLetter } from '../names/driveLetter';
import type { JrmDrive } from '../jrm/jrm';

/**
 * How the two keys of a drive compare. `chosen`: the driveset names none, because the preparation chose it. `missing`:
 * the driveset should name one, because the drive was encrypted before, but does not.
 */
export type KeyComparison = 'equal' | 'different' | 'chosen' | 'missing';

/** A drive of the JRM, of the driveset, or of both. */
export interface ComparedDrive {
  /** Upper-case; undefined for a drive of a JRM without a letter whose key is in no driveset. */
  readonly letter: string | undefined;
  readonly jrm: JrmDrive | undefined;
  readonly entry: DrivesetEntry | undefined;
  /** Undefined where only one of the two has the drive. */
  readonly key: KeyComparison | undefined;
}

/**
 * Compares the drives of a JRM with those of its drivesets. They are matched by letter, or by key if the JRM has no
 * letters, as the format allows.
 *
 * @returns sorted by letter, those without one at the end
 */
export function compareDrives(jrmDrives: readonly JrmDrive[], entries: readonly DrivesetEntry[]): ComparedDrive[] {
  const rest = [...entries];
  const take = (isOwn: (entry: DrivesetEntry) => boolean): DrivesetEntry | undefined => {
    const index = rest.findIndex(isOwn);
    return index < 0 ? undefined : rest.splice(index, 1)[0];
  };
  const lettered = jrmDrives.map((jrm) => ({ jrm, letter: driveLetter(jrm.DriveLetter ?? '') }));
  const matched = lettered.map(({ jrm, letter }) => ({
    jrm,
    letter,
    entry: letter === undefined ? undefined : take((entry) => entry.letter === letter),
  }));
  const compared = matched.map(({ jrm, letter, entry }): ComparedDrive => {
    const found =
      entry ?? (letter === undefined ? take(({ key }) => key !== undefined && key === jrm.BitLockerKey) : undefined);
    return { letter: letter ?? found?.letter, jrm, entry: found, key: found && compareKeys(jrm, found) };
  });
  const others = rest.map((entry): ComparedDrive => ({ letter: entry.letter, jrm: undefined, entry, key: undefined }));
  const order = ({ letter = '~' }: ComparedDrive): string => letter;
  return [...compared, ...others].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

function compareKeys({ BitLockerKey }: JrmDrive, { key, encrypts }: DrivesetEntry): KeyComparison {
  if (key === undefined) return encrypts ? 'chosen' : 'missing';
  return key === BitLockerKey ? 'equal' : 'different';
}
