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

/** A driveset, with its path in the folder of its job. */
export type JobDriveset = JobTable & { readonly path: string };

/** What a table is compared with. */
export interface ComparedDrives {
  /** The job's. */
  readonly drives: JobDrives;
  /** Of a driveset: those of the drivesets before it. */
  readonly earlier: EarlierDrives;
}

/** A table without a job. */
export const withoutDrives: ComparedDrives = { drives: noDrives, earlier: noEarlierDrives };

/** The drivesets among tables that are of the job, in its order. */
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

/** What drivesets hold, looked at once for each of their versions. */
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

/** All their drives. */
export function jobDrives(drivesets: readonly JobDriveset[]): JobDrives {
  return mergeDrives(drivesets.map((driveset) => drivesIn(driveset).letters));
}

/** The drives that a table of the job is compared with. */
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
