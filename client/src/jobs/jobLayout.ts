import type { JobFile } from '../../../server/src/protocol/jobFile';


/** The files of a job by their paths, which are those of URIs. */
export interface JobLayout {
  /** Without a slash at its end. */
  readonly folder: string;
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  readonly journal: string;
  readonly jrm: string;
  readonly sessionId: string;
  readonly logDirectory: string;
}

const DEFAULT_SESSION = 'session#1';

/**
 * Finds the jobs among the files of a workspace: a folder with a dataset and a driveset, or with a `job.json` that names both.
 *
 * @param paths of datasets, drivesets and journals, known by their names
 * @param jobFiles what the `job.json` of a folder says
 * @returns sorted by folder
 */
export function jobLayouts(paths: readonly string[], jobFiles: ReadonlyMap<string, JobFile>): JobLayout[] {
  const folders = new Map<string, string[]>();
  for (const folder of jobFiles.keys()) folders.set(folder, []);
  for (const path of paths) {
    const folder = parentOf(path);
    const files = folders.get(folder);
    if (files) files.push(path);
    else folders.set(folder, [path]);
  }
  return [...folders]
    .flatMap(([folder, files]) => layoutOf(folder, files.sort(), jobFiles.get(folder)) ?? [])
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function layoutOf(folder: string, files: readonly string[], jobFile: JobFile | undefined): JobLayout | undefined {
  const named = (texts: JobFile['dataset']) => texts?.map(({ value }) => resolvePath(folder, value));
  const drivesets = named(jobFile?.driveset) ?? files.filter((path) => /driveset[^/]*\.csv$/i.test(path));
  const datasets = named(jobFile?.dataset) ?? files.filter((path) => /dataset[^/]*\.csv$/i.test(path) && !drivesets.includes(path));
  if (datasets.length === 0 || drivesets.length === 0) return undefined;
  const journal = jobFile?.journal ? withExtension(resolvePath(folder, jobFile.journal.value)) : journalOf(folder, files);
  return {
    folder,
    datasets,
    drivesets,
    journal,
    jrm: `${journal.slice(0, -'.jrn'.length)}.jrm`,
    sessionId: jobFile?.sessionId?.value ?? DEFAULT_SESSION,
    logDirectory: jobFile?.logDirectory ? resolvePath(folder, jobFile.logDirectory.value) : `${parentOf(journal)}/logs`,
  };
}

/** The one journal that is there, whatever its name; otherwise one that is called as the folder is. */
function journalOf(folder: string, files: readonly string[]): string {
  const journals = files.filter((path) => /\.jrn$/i.test(path));
  return journals.length === 1 ? journals[0]! : `${folder}/${folder.slice(folder.lastIndexOf('/') + 1) || 'job'}.jrn`;
}

/** The runner takes a journal with or without its extension. */
function withExtension(path: string): string {
  return /\.jrn$/i.test(path) ? path : `${path}.jrn`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The URI path of a path that `job.json` holds, which may be one of Windows. */
function resolvePath(folder: string, path: string): string {
  const forward = path.replaceAll('\\', '/');
  const isAbsolute = forward.startsWith('/') || /^[A-Za-z]:\//.test(forward);
  const parts: string[] = [];
  for (const part of (isAbsolute ? forward : `${folder}/${forward}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
