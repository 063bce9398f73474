import { earlierDrivesOf } from '#core/driveset/drivesetTable';
import { mergeEarlierDrives, noEarlierDrives } from '#core/driveset/earlierDrives';
import type { EarlierDrives } from '#core/driveset/earlierDrives';
import type { Job } from '#core/job/job';
import { mergeDrives, noDrives } from '#core/driveset/jobDrives';
import type { JobDrives } from '#core/driveset/jobDrives';
import type { TableDocument } from '#core/table/tableDocument';
import type { JobFolder } from '../job/jobFolder';
import type { JobTable } from '../language/languageContext';
import type { TableFile } from '../language/table/tableFile';
import { fileNameOf, pathBelow } from '../language/uris';

/** A driveset, with its path relative to the job's folder. */
export type JobDriveset = JobTable & { readonly path: string };

/** What a table is compared with. */
export interface ComparedDrives {
  /** All drives of the job. */
  readonly drives: JobDrives;
  /** For a driveset: the drives of the drivesets before it. */
  readonly earlier: EarlierDrives;
}

/** The drives for a table that belongs to no job. */
export const withoutDrives: ComparedDrives = { drives: noDrives, earlier: noEarlierDrives };

/** The drivesets among the tables that belong to the job, in the job's order. */
export function jobDrivesets(tables: readonly JobTable[], folder: JobFolder | undefined): JobDriveset[] {
  return tables
    .filter(({ table }) => table.kind === 'driveset')
    .map((driveset) => ({
      ...driveset,
      path: (folder && pathBelow(folder.uri, driveset.uri)) ?? fileNameOf(driveset.uri),
    }))
    .filter(({ path }) => !folder || folder.job.includes(path, 'driveset'))
    .sort((a, b) => folder?.job.compare(a.path, b.path) ?? 0);
}

/** The drives of each driveset, computed once per version. */
const known = new WeakMap<
  TableDocument,
  { readonly revision: number; readonly path: string; readonly drives: EarlierDrives }
>();

function drivesIn({ table, uri, path }: JobDriveset): EarlierDrives {
  const found = known.get(table);
  if (found?.revision === table.revision && found.path === path) return found.drives;
  const drives = earlierDrivesOf(table, uri, path);
  known.set(table, { revision: table.revision, path, drives });
  return drives;
}

/** The drives of all these drivesets. */
export function jobDrives(drivesets: readonly JobDriveset[]): JobDrives {
  return mergeDrives(drivesets.map((driveset) => drivesIn(driveset).letters));
}

/** The job's drives that a table is compared with. */
export function drivesFor(
  { kind }: TableFile,
  path: string,
  job: Job,
  drivesets: readonly JobDriveset[],
): ComparedDrives {
  if (kind === 'dataset') return { drives: jobDrives(drivesets), earlier: noEarlierDrives };
  const before = drivesets.filter((driveset) => job.compare(driveset.path, path) < 0);
  return { drives: noDrives, earlier: mergeEarlierDrives(before.map(drivesIn)) };
}
