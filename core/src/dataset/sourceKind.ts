import type { PathFact } from '../disk/diskFacts';
import { isDirectoryPath } from '../names/windowsPath';

/** True where a row copies a directory. The disk decides if it is known, otherwise the ending of the path. */
export function isDirectorySource(path: string, fact: PathFact | undefined): boolean {
  if (fact?.kind === 'directory') return true;
  return fact?.kind !== 'file' && isDirectoryPath(path);
}
