import { CompletionItemKind } from 'vscode-languageserver-types';
import { contentOf } from '#core/csv/fieldContent';
import { separatorOf } from '#core/names/windowsPath';
import type { Proposal } from './completionItems';
import type { CompletionTarget } from './completionTarget';
import type { DirectoryEntry } from '../languageContext';
import type { TableContext } from './tableFile';
import { sampledRecords } from './sampledRecords';

/** How many entries of a directory a list has; others appear as the user types. */
const MAX_ENTRIES = 500;

/** The possible completions of a path field. */
export interface PathProposals {
  readonly proposals: readonly Proposal[];
  readonly isIncomplete: boolean;
}

/**
 * Entries of the directory that has been typed, or roots to begin with. For side files, only XML files and directories.
 */
export async function pathProposals(
  context: TableContext,
  target: CompletionTarget,
  xmlOnly: boolean,
): Promise<PathProposals> {
  const { typed, rest } = target;
  const cut = Math.max(typed.lastIndexOf('\\'), typed.lastIndexOf('/')) + 1;
  if (cut === 0) return { proposals: roots(context), isIncomplete: false };
  const directory = typed.slice(0, cut);
  const prefix = typed.slice(cut).toLowerCase();
  const entries = (await context.paths.list(directory)) ?? [];
  const matching = entries.filter(
    ({ name, kind }) =>
      name.toLowerCase().startsWith(prefix) && (kind === 'directory' || !xmlOnly || /\.xml$/i.test(name)),
  );
  const separator = typed.startsWith('/') ? '/' : separatorOf(directory);
  // Everything after the next separator behind the cursor stays.
  const tail = /[\\/].*$/s.exec(rest)?.[0] ?? '';
  return {
    proposals: matching
      .sort(byKindAndName)
      .slice(0, MAX_ENTRIES)
      .map((entry) => pathProposal(directory, entry, separator, tail)),
    isIncomplete: matching.length > MAX_ENTRIES,
  };
}

function pathProposal(directory: string, { name, kind }: DirectoryEntry, separator: string, tail: string): Proposal {
  if (kind === 'file') return { value: directory + name, label: name, kind: CompletionItemKind.File };
  return {
    value: directory + name + separator,
    label: name + separator,
    kind: CompletionItemKind.Folder,
    continues: true,
    rest: tail.slice(1),
  };
}

function byKindAndName(a: DirectoryEntry, b: DirectoryEntry): number {
  if (a.kind !== b.kind) return a.kind === 'directory' ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** Drives and shares that the job's rows copy from; on a machine with native paths, its root. */
function roots({ model: { table }, job, paths }: TableContext): Proposal[] {
  const found = new Set<string>();
  for (const { table: other } of job) {
    if (other.kind !== 'dataset' || (other !== table && found.size > 0)) continue;
    for (const { fields } of sampledRecords(other)) {
      const root = /^(?:[A-Za-z]:\\|\\\\[^\\]+\\[^\\]+\\)/.exec(contentOf(fields['basePath']) ?? '');
      if (root) found.add(root[0]);
    }
  }
  if (paths.nativePaths) found.add('/');
  return [...found].slice(0, MAX_ENTRIES).map((value) => ({ value, kind: CompletionItemKind.Folder, continues: true }));
}
