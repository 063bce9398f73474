import type { SideFileKind, SideFileProblem } from '../sideFiles/sideFile';

/** What is known of a path. */
export type PathFact =
  | { readonly kind: 'file'; readonly size: number }
  | { readonly kind: 'directory' }
  | { readonly kind: 'other' }
  | { readonly kind: 'missing' };

/**
 * What the rules may know of the machine's disk. Core itself never looks: whoever runs the rules looks
 * beforehand and answers at once. `undefined` means «not known», and a rule then stays silent.
 */
export interface DiskFacts {
  /** `path` as written in the CSV; the answerer maps it to the machine. */
  path(path: string): PathFact | undefined;
  /** `null` for a sound file. */
  sideFile(path: string, kind: SideFileKind): SideFileProblem | null | undefined;
}

/** Knows nothing: for untrusted workspaces, and for paths of another kind of system. */
export const noDiskFacts: DiskFacts = { path: () => undefined, sideFile: () => undefined };
