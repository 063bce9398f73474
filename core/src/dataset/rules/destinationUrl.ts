import type { Field } from '../../csv/field';
import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { azureFilesPathProblems } from '../../names/azureFilesPath';
import { blobNameProblems } from '../../names/blobName';
import { containerNameProblem } from '../../names/containerName';
import { lastName, windowsPathProblems } from '../../names/windowsPath';
import type { Report } from '../../rules/finding';
import type { DatasetContext } from '../datasetRow';
import type { DatasetRow } from '../../columns/datasetColumns';
import { parseDestination, urlPath, type Namespace } from '../destination';
import { isDirectorySource } from '../sourceKind';

/** The path of a URL, if it begins with the name of a container or share, possibly in the wrong case. */
function namedPath(url: string): string | undefined {
  const { text, nameEnd } = parseDestination(urlPath(url).replace(/\\/g, '/').replace(/^\/+/, '').trim());
  const name = text.slice(0, nameEnd).toLowerCase();
  // The root container has too many restrictions to guess what was meant, and a file directly below the host is in it.
  return containerNameProblem(name) === undefined ? name + text.slice(nameEnd) : undefined;
}

/** The path with the ending that suits the source: a slash for a directory, a name for a file. */
function ended(path: string, source: string, isDirectory: boolean): string | undefined {
  const endsInSlash = path.endsWith('/');
  if (isDirectory) return endsInSlash ? path : `${path}/`;
  if (!endsInSlash && path.includes('/')) return path;
  const { text: name } = lastName(source);
  if (name === '' || windowsPathProblems(name).length > 0) return undefined;
  return endsInSlash ? path + name : `${path}/${name}`;
}

function repaired(url: string, namespace: Namespace, source: string, isDirectory: boolean): string | undefined {
  const named = namedPath(url);
  const path = named === undefined ? undefined : ended(named, source, isDirectory);
  if (path === undefined) return undefined;
  const { pathStart } = parseDestination(path);
  const problems = namespace === 'share' ? azureFilesPathProblems(path, pathStart) : blobNameProblems(path, pathStart);
  return problems.length === 0 ? path : undefined;
}

/** Reports a destination that is a URL. A fix is offered if the remaining path is valid. */
export function reportUrl(
  row: DatasetRow,
  field: Field,
  url: string,
  namespace: Namespace,
  { disk }: DatasetContext,
  report: Report,
): void {
  report({
    code: 'dataset/destination-is-url',
    ...contentSpan(field, 0, url.length),
    fixes: () => {
      const source = contentOf(row.basePath) ?? '';
      const path = repaired(url, namespace, source, isDirectorySource(source, disk.path(source)));
      return path === undefined
        ? []
        : [
            {
              title: 'Keep only the path (assumes that it begins with the name of the container or share)',
              certainty: 'guess',
              edits: [contentEdit(field, 0, url.length, path)],
            },
          ];
    },
  });
}
