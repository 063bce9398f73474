import type { JobDrives } from './jobDrives';
import { mergeDrives, noDrives } from './jobDrives';
import type { Range } from '../text/position';

/** A drive of another driveset that has a key. */
export interface KeyedDrive {
  /** Upper-case; empty where its record has no valid letter. */
  readonly letter: string;
  /** The driveset's identity in findings of other files, and its name in messages. */
  readonly file: string;
  readonly fileName: string;
  /** The range of the key. */
  readonly range: Range;
}

/** The drives of the drivesets before a certain one in its job. */
export interface EarlierDrives {
  readonly letters: JobDrives;
  /** The first drive with each key, by key. Keys are secrets and never shown. */
  readonly keys: ReadonlyMap<string, KeyedDrive>;
  /** The number of records, which count toward the drives of one run. */
  readonly count: number;
}

/** For the first driveset of a job. */
export const noEarlierDrives: EarlierDrives = { letters: noDrives, keys: new Map(), count: 0 };

/** Merges several drivesets, given in the job's order. */
export function mergeEarlierDrives(drivesets: readonly EarlierDrives[]): EarlierDrives {
  if (drivesets.length === 1) return drivesets[0]!;
  const keys = new Map<string, KeyedDrive>();
  for (const driveset of drivesets) for (const [key, drive] of driveset.keys) if (!keys.has(key)) keys.set(key, drive);
  return {
    letters: mergeDrives(drivesets.map(({ letters }) => letters)),
    keys,
    count: drivesets.reduce((sum, { count }) => sum + count, 0),
  };
}
