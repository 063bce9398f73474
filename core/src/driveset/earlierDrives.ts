import type { JobDrives } from './jobDrives';
import { mergeDrives, noDrives } from './jobDrives';
import type { Range } from '../text/position';

/** A drive of another driveset that has a key. */
export interface KeyedDrive {
  /** Upper-case; empty where its record has no sound letter. */
  readonly letter: string;
  /** The driveset's identity, as findings in other files name it, and its name, as messages show it. */
  readonly file: string;
  readonly fileName: string;
  /** The key's. */
  readonly range: Range;
}

/** The drives of the drivesets that come before one in its job. */
export interface EarlierDrives {
  readonly letters: JobDrives;
  /** The first drive with a key, by the key: a secret, which is never shown. */
  readonly keys: ReadonlyMap<string, KeyedDrive>;
  /** Records, as they count for the drives of one run. */
  readonly count: number;
}

/** A driveset that is the first of its job. */
export const noEarlierDrives: EarlierDrives = { letters: noDrives, keys: new Map(), count: 0 };

/** Several drivesets together, in the order of the job. */
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
