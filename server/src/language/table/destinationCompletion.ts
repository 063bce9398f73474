import { CompletionItemKind } from 'vscode-languageserver-types';
import { contentOf } from '#core/csv/fieldContent';
import { asDatasetRow } from '#core/columns/datasetColumns';
import { isUrl, namespaceOf } from '#core/dataset/destination';
import { rootContainer } from '#core/names/containerName';
import { isDirectoryPath, lastName } from '#core/names/windowsPath';
import { proposeDestination } from '#core/table/proposeValue';
import { lineOfRow } from '#core/csv/csvChunk';
import type { Proposal } from './completionItems';
import type { CompletionTarget } from './completionTarget';
import type { TableContext } from './tableFile';
import { sampledRecords } from './sampledRecords';

/** How many destinations a list has at most. */
const MAX_PROPOSALS = 200;

/** The job's containers or shares with their virtual directories, and names derived from the source's name. */
export function destinationProposals(context: TableContext, { row, typed }: CompletionTarget): Proposal[] {
  const {
    model: { table, dialect = 'blob' },
    localize,
  } = context;
  const fields = row && asDatasetRow(table.read(row));
  const source = contentOf(fields?.basePath) ?? '';
  const namespace = fields ? namespaceOf(fields, dialect) : dialect === 'files' ? 'share' : 'container';
  const { text: name } = lastName(source);
  const isDirectory = isDirectoryPath(source);
  const container = typed.slice(0, typed.indexOf('/') + 1);

  const proposals = new Map<string, Proposal>();
  const add = (value: string, detail: string, kind: CompletionItemKind, continues = true) => {
    if (value.startsWith(container) && !proposals.has(value)) proposals.set(value, { value, detail, kind, continues });
  };
  const directories = usedDirectories(context, row ? lineOfRow(row) : 0, container);
  if (name !== '' && !isDirectory) {
    for (const directory of directories.slice(0, MAX_PROPOSALS / 2)) {
      add(directory + name, localize('the file, in a directory in this job'), CompletionItemKind.File, false);
    }
  }
  const ofJob = namespace === 'share' ? localize('share in this job') : localize('container in this job');
  for (const directory of directories) {
    const isContainer = directory.indexOf('/') === directory.length - 1;
    add(directory, isContainer ? ofJob : localize('virtual directory in this job'), CompletionItemKind.Folder);
  }
  if (name !== '') {
    const suggested = container === '' ? proposeDestination(source) : `${container}${name}${isDirectory ? '/' : ''}`;
    if (suggested !== '')
      add(
        suggested,
        localize('named after the source'),
        isDirectory ? CompletionItemKind.Folder : CompletionItemKind.File,
        false,
      );
  }
  if (namespace === 'container')
    add(`${rootContainer}/`, localize('the root container: no sub-directories'), CompletionItemKind.Folder);
  return [...proposals.values()].slice(0, MAX_PROPOSALS);
}

/**
 * The directories that sampled rows of the job's datasets write to, in one container or in all, each with its parents.
 */
function usedDirectories({ model: { table }, job }: TableContext, line: number, container: string): readonly string[] {
  const directories = new Map<string, { uses: number; readonly depth: number }>();
  for (const other of job) {
    if (other.table.kind !== 'dataset') continue;
    for (const { fields } of sampledRecords(other.table, other.table === table ? line : 0)) {
      const text = contentOf(fields['destination']);
      if (!text?.startsWith(container) || text.startsWith('/') || isUrl(text)) continue;
      let depth = 0;
      for (let end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
        depth++;
        const path = text.slice(0, end + 1);
        const directory = directories.get(path);
        if (directory) directory.uses++;
        else directories.set(path, { uses: 1, depth });
      }
    }
  }
  return [...directories]
    .sort(([a, first], [b, second]) => first.depth - second.depth || second.uses - first.uses || (a < b ? -1 : 1))
    .slice(0, MAX_PROPOSALS)
    .map(([path]) => path);
}
