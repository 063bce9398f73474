import { DatasetSources, drivesetDrives } from '#core/jrm/jobComparison';
import type { JobTableFile } from '#core/jrm/jobComparison';
import type { JrmSurroundings } from '#core/jrm/jrmFindings';
import type { Steps } from '#core/work/steps';
import type { JobContext } from '../languageContext';
import { fileNameOf } from '../uris';

/** What was read from the datasets, kept as long as they are unchanged. */
interface KnownSources {
  readonly key: readonly (object | number)[];
  readonly sources: DatasetSources;
}

const known = new WeakMap<object, KnownSources>();

/** What a JRM's job says. Datasets are read in steps, once per version. */
export function* jrmSurroundings(context: JobContext, file: object): Steps<JrmSurroundings> {
  const tables = tableFiles(context.job);
  return {
    drives: drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset')),
    datasets: context.jobIsComplete
      ? yield* datasetSources(
          tables.filter(({ table }) => table.kind === 'dataset'),
          file,
        )
      : undefined,
  };
}

/** The tables of a job, with their names. */
export function tableFiles(job: JobContext['job']): JobTableFile[] {
  return job.map(({ uri, table }) => ({ file: uri, fileName: fileNameOf(uri), table }));
}

function* datasetSources(datasets: readonly JobTableFile[], file: object): Steps<DatasetSources | undefined> {
  if (datasets.length === 0) return undefined;
  const key = datasets.flatMap(({ table }) => [table, table.revision]);
  const before = known.get(file);
  if (before?.key.length === key.length && before.key.every((part, index) => part === key[index]))
    return before.sources;
  const sources = yield* DatasetSources.read(datasets);
  known.set(file, { key, sources });
  return sources;
}
