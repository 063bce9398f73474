import { indexHolds } from '#core/disk/gitIndex';
import type { Runtime } from '../runtime';

/** A larger index is not read: the repository of a job's CSVs is small. */
const MAX_INDEX = 64 * 1024 * 1024;

/**
 * True where git tracks the file at `path`. Reads the index of the repository that the file lies in; no program is run.
 */
export async function isTracked(path: string, runtime: Runtime): Promise<boolean> {
  const segments = path.split(/[\\/]/);
  for (let depth = segments.length - 1; depth > 0; depth--) {
    const root = segments.slice(0, depth).join('/');
    const bytes = await runtime.readBytes(`${root}/.git/index`, MAX_INDEX);
    if (bytes) return indexHolds(bytes, segments.slice(depth).join('/'));
  }
  return false;
}
