import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import type { PathFact } from '../../disk/diskFacts';
import { azureFilesPathProblems } from '../../names/azureFilesPath';
import { blobNameProblems } from '../../names/blobName';
import { rootContainer } from '../../names/containerName';
import { lastName, separatorOf, windowsPathProblems } from '../../names/windowsPath';
import { excerpt } from '../../rules/excerpt';
import type { Fix, Report } from '../../rules/finding';
import type { DatasetContext, DatasetRule } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';
import { isSeparator, isUrl, namespaceOf, parseDestination, type Destination, type Namespace } from '../destination';
import { isDirectorySource } from '../sourceKind';

const DOLLAR = 36;

/** A row's two paths, valid enough to be compared. */
interface Route {
  readonly source: Field;
  readonly sourcePath: string;
  readonly fact: PathFact | undefined;
  readonly field: Field;
  readonly destination: Destination;
  readonly namespace: Namespace;
  readonly isRoot: boolean;
}

function reportDirectory({ field, destination, isRoot }: Route, report: Report): void {
  const { text, leading, pathStart } = destination;
  report({
    code: 'dataset/destination-kind',
    variant: 'directory',
    ...contentSpan(field, Math.max(leading, lastName(text).start), text.length),
    fixes: () =>
      // In the root container, a slash after a name would be another mistake.
      isRoot && pathStart < text.length
        ? []
        : [
            {
              title: 'End the destination with "/"',
              certainty: 'certain',
              edits: [contentEdit(field, text.length, text.length, '/')],
            },
          ],
  });
}

function reportFile(route: Route, report: Report): void {
  const { source, sourcePath, fact, field, destination, namespace, isRoot } = route;
  const { text, leading, nameEnd } = destination;
  const namesOnlyContainer = nameEnd === text.length;
  if (!destination.endsInSeparator && !namesOnlyContainer) return;
  const { text: name } = lastName(sourcePath);
  // A wildcard or a bare drive has no name to append, and is reported by its own rule.
  if (name === '' || windowsPathProblems(name).length > 0) return;
  const separator = separatorOf(sourcePath);

  const appendName: Fix = {
    ...(fact?.kind === 'file'
      ? { title: 'End the destination with {0}', certainty: 'certain' }
      : { title: 'End the destination with {0} (assumes that the source is a file)', certainty: 'guess' }),
    args: [excerpt(name)],
    edits: [contentEdit(field, text.length, text.length, namesOnlyContainer ? `/${name}` : name)],
  };
  const makeDirectory: Fix = {
    title: 'End BasePath with "{0}" (assumes that it is a directory)',
    args: [separator],
    certainty: 'guess',
    edits: [
      contentEdit(source, sourcePath.length, sourcePath.length, separator),
      ...(namesOnlyContainer ? [contentEdit(field, text.length, text.length, '/')] : []),
    ],
  };
  const isSurelyFile = fact?.kind === 'file' || isRoot;
  const isProbablyFile = isSurelyFile || /[^.]\.[^.]+$/.test(name);
  report({
    code: 'dataset/destination-kind',
    variant: namesOnlyContainer ? 'no-name' : 'file',
    args: [excerpt(name), `"${separator}"`],
    ...contentSpan(field, namesOnlyContainer ? leading : text.length - 1, text.length),
    fixes: () => {
      const nameProblems = namespace === 'share' ? azureFilesPathProblems(name) : blobNameProblems(name);
      const append = nameProblems.length === 0 ? [appendName] : [];
      if (isSurelyFile) return append;
      return isProbablyFile ? [...append, makeDirectory] : [makeDirectory, ...append];
    },
  });
}

function reportRoot({ field, destination }: Route, directory: boolean, report: Report): void {
  const { text, leading, pathStart } = destination;
  const slash = text.slice(pathStart).search(/[\\/]/);
  if (slash >= 0) {
    report({
      code: 'dataset/root-container-subdirectories',
      variant: 'path',
      ...contentSpan(field, pathStart + slash, pathStart + slash + 1),
    });
  } else if (directory) {
    report({ code: 'dataset/root-container-subdirectories', ...contentSpan(field, leading, text.length) });
  }
}

/**
 * True where the destination's ending suits the source and the container is certainly not the root container, which
 * holds for nearly every row.
 */
function isPlainlyOf(directory: boolean, destination: string): boolean {
  const first = destination.charCodeAt(0);
  if (first === DOLLAR || isSeparator(first)) return false;
  const endsInSeparator = isSeparator(destination.charCodeAt(destination.length - 1));
  return directory ? endsInSeparator : !endsInSeparator && destination.includes('/');
}

function check(row: DatasetRow, { dialect, disk }: DatasetContext, report: Report): void {
  const { basePath: source, destination: field } = row;
  const sourcePath = contentOf(source);
  const text = contentOf(field);
  if (source === undefined || field === undefined || !sourcePath || !text) return;
  const fact = disk.path(sourcePath);
  const directory = isDirectorySource(sourcePath, fact);
  if (isPlainlyOf(directory, text)) return;
  if (isUrl(text)) return;
  const destination = parseDestination(text);
  if (destination.leading === text.length) return;
  const name = text.slice(destination.leading, destination.nameEnd);
  const namespace = namespaceOf(row, dialect);
  const isRoot = namespace === 'container' && name.toLowerCase() === rootContainer;
  const route: Route = { source, sourcePath, fact, field, destination, namespace, isRoot };
  if (isRoot) reportRoot(route, directory, report);
  if (!directory) reportFile(route, report);
  else if (!destination.endsInSeparator) reportDirectory(route, report);
}

/** Checks the destination against the source: a directory needs a prefix, a file needs a name. */
export const destinationKindRule: DatasetRule = {
  codes: ['dataset/destination-kind', 'dataset/root-container-subdirectories'],
  check,
};
