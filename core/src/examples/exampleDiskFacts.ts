import { normalPath } from '../names/windowsPath';
import type { ExampleDisk } from './example';
import { firstProblem } from '../sideFiles';
import { noDiskFacts, type DiskFacts, type PathFact } from '../disk/diskFacts';

/** The disk of an example in the catalogue. Case, spelling and final separators do not matter, as on Windows. */
export function exampleDiskFacts(disk: ExampleDisk | undefined): DiskFacts {
  if (disk === undefined) return noDiskFacts;
  const normalized = (path: string): string =>
    normalPath(path.startsWith('/') ? path : path.replaceAll('/', '\\'))
      .replace(/[\\/]+$/, '')
      .toLowerCase();
  const entries = new Map(Object.entries(disk).map(([path, entry]) => [normalized(path), entry]));
  return {
    path(path): PathFact {
      const entry = entries.get(normalized(path));
      if (entry === undefined) return { kind: 'missing' };
      if (entry === 'directory') return { kind: 'directory' };
      if (typeof entry === 'string') return { kind: 'other' };
      return { kind: 'file', size: typeof entry === 'number' ? entry : entry.text.length };
    },
    sideFile(path, kind) {
      const entry = entries.get(normalized(path));
      return typeof entry === 'object' ? firstProblem(entry.text, kind) : undefined;
    },
  };
}
