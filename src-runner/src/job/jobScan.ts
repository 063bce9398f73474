import { sentence } from '../language/sentence';
import type { FileIdentity } from '../model/pathIdentity';
import { OwnOutputs } from '../scan/ownOutputs';
import { scanSources } from '../scan/scanSources';
import type { Scan } from '../scan/scanSources';
import { StatThreads } from '../scan/statThreads';
import type { ThreadCrew } from '../threads/threadCrew';
import type { JobOptions, JobWatch } from './jobOptions';
import type { JobTables } from './jobTables';

/**
 * Looks at every source of a job, using the threads of a crew.
 *
 * @param outputs the files that the job writes itself
 * @param media the existing files that its drives would be written to
 */
export async function scanJob(
  { readRecords, largeFileShares }: JobTables,
  { followSymlinks }: JobOptions,
  outputs: readonly string[],
  media: readonly FileIdentity[],
  crew: ThreadCrew,
  watch: JobWatch,
): Promise<Scan> {
  const threads = new StatThreads(crew, followSymlinks, media);
  try {
    return await scanSources(readRecords, {
      followSymlinks,
      largeFileShares,
      signal: watch.signal,
      ownOutputs: new OwnOutputs(outputs),
      lookAt: threads.lookAt,
      onProgress: (files) => {
        watch.progress(sentence`${files} files found`);
      },
    });
  } finally {
    await threads.end();
  }
}
