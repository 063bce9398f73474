import { MAX_CONTAINER_NAME } from '../limits/limits';
import { azureFilesPathProblems } from '../names/azureFilesPath';
import { blobNameProblems } from '../names/blobName';
import { containerNameProblem, rootContainer, specialContainers } from '../names/containerName';
import { isPrefix, type ExportListElement } from './exportList';

/**
 * Why a path of an export list is invalid, or probably not the one that is meant; each kind is a variant of
 * `export-list/path`.
 */
export interface ExportPathProblem {
  readonly kind:
    | 'url'
    | 'backslash'
    | 'container'
    | 'upper-case'
    | 'no-blob'
    | 'root'
    | 'name'
    | 'share'
    | 'share-upper-case'
    | 'no-file'
    | 'file'
    | 'wildcard';
  /** What to write instead. */
  readonly instead?: string;
}

/** The first thing that is wrong with a path that begins with a slash, or is one of a blob. */
export function exportPathProblem(element: ExportListElement, path: string): ExportPathProblem | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return { kind: 'url', ...instead(pathOfUrl(path, element)) };
  if (path.includes('\\')) return { kind: 'backslash', instead: path.replaceAll('\\', '/') };
  const start = path.startsWith('/') ? 1 : 0;
  const slash = path.indexOf('/', start);
  const container = path.slice(start, slash < 0 ? undefined : slash);
  const isFile = element.startsWith('File');
  if (isPrefix(element) && slash < 0) return container === '' ? undefined : beginningProblem(path, start, isFile);
  const isSpecial = !isFile && (container === rootContainer || specialContainers.includes(container));
  const problem = isSpecial ? undefined : containerNameProblem(container);
  if (problem?.kind === 'upper-case') return upperCase(path, start, start + container.length, isFile);
  if (problem) return { kind: isFile ? 'share' : 'container' };
  if (slash < 0 || (!isPrefix(element) && slash === path.length - 1))
    return isFile ? { kind: 'no-file' } : { kind: 'no-blob', instead: `/${container}/` };
  if (container === rootContainer && path.includes('/', slash + 1)) return { kind: 'root' };
  return nameProblem(element, path, slash + 1);
}

/** The first problem of a prefix, which may be only the beginning of a container's name. */
function beginningProblem(path: string, start: number, isFile: boolean): ExportPathProblem | undefined {
  const beginning = path.slice(start);
  if (!isFile && [rootContainer, ...specialContainers].some((name) => name.startsWith(beginning))) return undefined;
  if (/^[A-Za-z0-9-]+$/.test(beginning) && /[A-Z]/.test(beginning)) return upperCase(path, start, path.length, isFile);
  const isPossible =
    beginning.length <= MAX_CONTAINER_NAME && /^[a-z0-9][a-z0-9-]*$/.test(beginning) && !beginning.includes('--');
  return isPossible ? undefined : { kind: isFile ? 'share' : 'container' };
}

function upperCase(path: string, start: number, end: number, isFile: boolean): ExportPathProblem {
  return {
    kind: isFile ? 'share-upper-case' : 'upper-case',
    instead: path.slice(0, start) + path.slice(start, end).toLowerCase() + path.slice(end),
  };
}

function nameProblem(element: ExportListElement, path: string, from: number): ExportPathProblem | undefined {
  if (element.startsWith('File')) {
    const isBeginning = (end: number) => isPrefix(element) && end === path.length;
    // A prefix may end in the middle of a name.
    const problems = azureFilesPathProblems(path, from).filter(
      ({ kind, end }) => !(isBeginning(end) && (kind === 'reserved' || kind === 'empty')),
    );
    return problems.length > 0 ? { kind: 'file' } : undefined;
  }
  if (blobNameProblems(path, from).some(({ kind }) => kind !== 'ends-with-dot')) return { kind: 'name' };
  return /[*?]/.test(path) ? { kind: 'wildcard' } : undefined;
}

/** The path after the host of an address; undefined where the address has more than a path. */
function pathOfUrl(url: string, element: ExportListElement): string | undefined {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+(\/[^?#%]+)$/i.exec(url)?.[1];
  return path !== undefined && element === 'BlobPath' ? path.slice(1) : path;
}

const instead = (text: string | undefined): { readonly instead?: string } =>
  text === undefined ? {} : { instead: text };
