import { join } from 'node:path';
import { THREAD_BUNDLE } from '../threads/nodeThread';
import { ThreadCrew } from '../threads/threadCrew';

/** Threads that run the bundle beside this program. */
export function runnerThreads(): ThreadCrew {
  return new ThreadCrew(join(__dirname, THREAD_BUNDLE));
}
