import { drivesetEntries } from '../../driveset/drivesetEntry';
import { drivesOf } from '../../driveset/drivesetTable';
import { mergeDrives } from '../../driveset/jobDrives';
import type { JobTableFile } from './datasetSources';
import type { DrivesetDrives } from './driveComparison';

/** The drives of drivesets; `undefined` where there is no driveset. */
export function drivesetDrives(drivesets: readonly JobTableFile[]): DrivesetDrives | undefined {
  if (drivesets.length === 0) return undefined;
  return {
    letters: mergeDrives(drivesets.map(({ table, file, fileName }) => drivesOf(table, file, fileName))),
    letterOfKey: new Map(drivesets.flatMap(({ table, file }) => drivesetEntries(table, file).flatMap(({ key, letter }) => (key === undefined ? [] : [[key, letter] as const])))),
    fileNames: drivesets.map(({ fileName }) => fileName),
  };
}
