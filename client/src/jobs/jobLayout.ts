import { foldersNamedIn, isNamedIn, Job, MAX_DEPTH } from '#core/job/job';
import { pathInFolder } from '#core/names/folderPath';
import type { TableKind } from '#core/table/tableKind';

/** The files of a job, by URI path. */
export interface JobLayout {
  /** Without a trailing slash. */
  readonly folder: string;
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  readonly journal: string;
  readonly jrm: string;
  readonly sessionId: string;
  readonly logDirectory: string;
}

/** A folder that may hold a job. Which of its files are tables depends on their texts. */
export interface JobFolder {
  /** Without a trailing slash. */
  readonly path: string;
  readonly job: Job;
  readonly journals: readonly string[];
}

const DEFAULT_SESSION = 'session#1';

/**
 * The folders that may hold jobs.
 *
 * @param paths of files that may be tables or journals
 * @param jobTexts of each `job.json`, by its folder
 * @param ignoresCase whether names that differ only in case are the same file
 * @returns sorted by path
 */
export function jobFolders(
  paths: readonly string[],
  jobTexts: ReadonlyMap<string, string>,
  ignoresCase: boolean,
): JobFolder[] {
  const folders = new Map<string, string[]>();
  for (const folder of jobTexts.keys()) folders.set(folder, []);
  for (const path of paths) {
    const folder = parentOf(path);
    const files = folders.get(folder);
    if (files) files.push(path);
    else folders.set(folder, [path]);
  }
  return [...folders]
    .map(([folder, files]) => {
      const jobText = jobTexts.get(folder);
      const own = files.filter((path) => ownerOf(path, jobTexts, ignoresCase) === folder);
      const below = foldersNamedIn(jobText).flatMap((name) => folders.get(`${folder}/${name}`) ?? []);
      const names = [...own, ...below].map((path) => path.slice(folder.length + 1));
      return {
        path: folder,
        job: new Job({ files: names, ignoresCase, jobText, configurationText: undefined }),
        journals: files.filter((path) => /\.jrn$/i.test(path)).sort(),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The folder whose job a file belongs to: that of the nearest `job.json` that names it, otherwise the file's own. */
function ownerOf(path: string, jobTexts: ReadonlyMap<string, string>, ignoresCase: boolean): string {
  const own = parentOf(path);
  let folder = own;
  for (let depth = 0; depth <= MAX_DEPTH && folder !== ''; depth++, folder = parentOf(folder)) {
    if (isNamedIn(jobTexts.get(folder), path.slice(folder.length + 1), ignoresCase)) return folder;
  }
  return own;
}

/**
 * The job of a folder that has a dataset and a driveset, or whose `job.json` names both. `kinds`: the kinds of the
 * job's candidates.
 */
export function jobLayout(
  { path: folder, job, journals }: JobFolder,
  kinds: ReadonlyMap<string, TableKind | undefined>,
): JobLayout | undefined {
  const tables = (kind: TableKind) => {
    const found = job.candidates
      .map(({ path }) => path)
      .filter((path) => kinds.get(`${folder}/${path}`) === kind && job.includes(path, kind));
    // A named file that does not exist yet is part of the job.
    const missing = job.unread.flatMap(({ name, why }) =>
      why === 'missing' && job.file?.[kind]?.includes(name) ? (pathInFolder(name.value) ?? []) : [],
    );
    return [...found, ...missing].sort((a, b) => job.compare(a, b)).map((path) => `${folder}/${path}`);
  };
  const [datasets, drivesets] = [tables('dataset'), tables('driveset')];
  if (datasets.length === 0 || drivesets.length === 0) return undefined;
  const { journal: named, sessionId, logDirectory } = job.file ?? {};
  const journal = named ? withExtension(resolvePath(folder, named.value)) : journalOf(folder, journals);
  return {
    folder,
    datasets,
    drivesets,
    journal,
    jrm: `${journal.slice(0, -'.jrn'.length)}.jrm`,
    sessionId: sessionId?.value ?? DEFAULT_SESSION,
    logDirectory: logDirectory ? resolvePath(folder, logDirectory.value) : `${parentOf(journal)}/logs`,
  };
}

/** The existing journal if there is exactly one, whatever its name; otherwise one named like the folder. */
function journalOf(folder: string, journals: readonly string[]): string {
  if (journals.length === 1) return journals[0]!;
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  // NTFS takes what follows a colon for a stream of a file: a job in the root of a drive has no name of its own.
  return `${folder}/${name === '' || name.includes(':') ? 'job' : name}.jrn`;
}

/** The runner accepts a journal with or without its extension. */
function withExtension(path: string): string {
  return /\.jrn$/i.test(path) ? path : `${path}.jrn`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The URI path for a path in `job.json`, which may be a Windows path. Journal and logs may lie outside the folder. */
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
