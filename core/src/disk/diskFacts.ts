import type { SideFileKind, SideFileProblem } from '../sideFiles/sideFile';

/** What is known about a path. */
export type PathFact =
  | { readonly kind: 'file'; readonly size: number }
  | { readonly kind: 'directory' }
  | { readonly kind: 'other' }
  | { readonly kind: 'missing' };

/**
 * What rules can know about the machine's disk. Core itself never accesses it: its caller does so beforehand, and
 * answers are immediate. `undefined` means "not known", and a rule then stays silent.
 */
export interface DiskFacts {
  /** `path` is as written in the CSV; the implementation maps it to the machine. */
  path(path: string): PathFact | undefined;
  /** `null` for a file without errors. */
  sideFile(path: string, kind: SideFileKind): SideFileProblem | null | undefined;
}

/** Knows nothing: for untrusted workspaces, and for paths of another kind of system. */
export const noDiskFacts: DiskFacts = { path: () => undefined, sideFile: () => undefined };
