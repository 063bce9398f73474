import { sentence } from '../language/sentence';
import { scanSources } from '../scan/scanSources';
import type { Scan } from '../scan/scanSources';
import { StatThreads } from '../scan/statThreads';
import type { ThreadCrew } from '../threads/threadCrew';
import type { JobOptions } from './jobOptions';
import type { JobTables } from './jobTables';
import type { Terminal } from './terminal';

/** Looks at every source of a job, with the threads of a crew. */
export async function scanJob({ readRecords, paths }: JobTables, { followSymlinks }: JobOptions, crew: ThreadCrew, terminal: Terminal): Promise<Scan> {
  const threads = new StatThreads(crew, followSymlinks);
  try {
    return await scanSources(readRecords, {
      paths,
      followSymlinks,
      signal: terminal.signal,
      lookAt: threads.lookAt,
      onProgress: (files) => {
        terminal.progress(sentence`${files} files found`);
      },
    });
  } finally {
    await threads.end();
  }
}
