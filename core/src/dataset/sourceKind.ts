import type { PathFact } from '../disk/diskFacts';
import { isDirectoryPath } from '../names/windowsPath';

/** True where a row copies a directory. The disk knows best; else the path itself says it by its ending. */
export function isDirectorySource(path: string, fact: PathFact | undefined): boolean {
  if (fact?.kind === 'directory') return true;
  return fact?.kind !== 'file' && isDirectoryPath(path);
}
