import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { foldersNamedIn, isNamedIn, Job, MAX_DEPTH, settingsFile } from '#core/job/job';
import { LONGEST_JSON } from '#core/limits/limits';
import { recogniseTable } from '#core/table/recognition';
import type { TableKind } from '#core/table/tableKind';
import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';
import { readBeginning, reasonOf } from './textFile';
import type { FileBeginning } from './textFile';

/** A CSV of a job. */
export interface TableFile {
  readonly path: string;
  /** Path in the folder of its job, with slashes, as used in messages. */
  readonly name: string;
  readonly kind: TableKind;
  readonly beginning: FileBeginning;
}

/** A `job.json` or `sneakernet.json`. */
export interface JsonFile {
  readonly path: string;
  readonly text: string;
}

/** The files in a folder that belong to a job. */
export interface JobFolder {
  readonly path: string;
  readonly job: Job;
  /** In the order of the job. */
  readonly tables: readonly TableFile[];
  /** `job.json`, if there is one. */
  readonly jobFile: JsonFile | undefined;
  /** `sneakernet.json`, or the file named in its place. */
  readonly configurationFile: JsonFile | undefined;
}

/** Names in a folder that are skipped. */
const IGNORED = new Set(['node_modules']);

/** Whether names that differ only in case are the same file. */
export const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';

/**
 * Reads the names in a folder: files, and folders to search.
 *
 * @throws UsageError
 */
export async function listFolder(
  path: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const visible = entries
      .filter(({ name }) => !name.startsWith('.') && !IGNORED.has(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const files: string[] = [];
    for (const entry of visible) {
      // A link may lead to a device or a pipe, which is skipped.
      if (entry.isFile() || (entry.isSymbolicLink() && (await isRegularFile(join(path, entry.name)))))
        files.push(entry.name);
    }
    return { files, folders: visible.filter((entry) => entry.isDirectory()).map(({ name }) => name) };
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UsageError(sentence`the folder ${path} cannot be read: ${reasonOf(error)}`);
  }
}

async function isRegularFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    // Reported when it is read.
    () => true,
  );
}

/** A `job.json` of a folder or of one above it. */
interface JobAbove {
  readonly folder: string;
  readonly text: string;
}

/** The jobs of a folder and of those above it, the nearest first. */
async function jobsAbove(folder: string): Promise<JobAbove[]> {
  const found: JobAbove[] = [];
  let at = folder;
  for (let depth = 0; depth <= MAX_DEPTH; depth++, at = join(at, '..')) {
    const text = await readSmall(join(at, 'job.json')).catch(() => undefined);
    if (text !== undefined) found.push({ folder: at, text });
    if (resolve(at) === dirname(resolve(at))) break;
  }
  return found;
}

/**
 * Finds out which job the files of a folder belong to: that of a `job.json` above that names them, otherwise the
 * folder's own.
 */
export async function jobFolders(
  folder: string,
): Promise<(name: string) => { readonly folder: string; readonly name: string }> {
  const above = await jobsAbove(folder);
  return (name) => {
    const pathIn = (job: JobAbove) => relative(resolve(job.folder), join(resolve(folder), name)).replaceAll(sep, '/');
    const owner = above.find((job) => isNamedIn(job.text, pathIn(job), ignoresCase));
    return owner ? { folder: owner.folder, name: pathIn(owner) } : { folder, name };
  };
}

/** The folder whose job a file belongs to, and the file's path in it. */
export async function jobFolderOf(path: string): Promise<{ readonly folder: string; readonly name: string }> {
  return (await jobFolders(dirname(path)))(basename(path));
}

/**
 * Finds the files of a folder's job. Unreadable ones are left out, and `onUnreadable` is called.
 *
 * @throws UsageError
 */
export async function readJobFolder(
  path: string,
  files: readonly string[],
  configurationPath: string | undefined,
  onUnreadable: (message: string) => void,
): Promise<JobFolder> {
  const jsonFile = async (at: string | undefined): Promise<JsonFile | undefined> =>
    at === undefined ? undefined : { path: at, text: await readSmall(at) };
  const named = (name: 'job.json' | 'sneakernet.json') => {
    const found = settingsFile(files, name, ignoresCase);
    return found === undefined ? undefined : join(path, found);
  };
  const jobFile = await jsonFile(named('job.json'));
  const configurationFile = await jsonFile(configurationPath ?? named('sneakernet.json'));
  const ownerOf = await jobFolders(path);
  const all = files.filter((name) => ownerOf(name).folder === path);
  for (const folder of foldersNamedIn(jobFile?.text)) {
    const { files: below } = await listFolder(join(path, folder)).catch(() => ({ files: [] as readonly string[] }));
    all.push(...below.map((name) => `${folder}/${name}`));
  }
  const job = new Job({ files: all, ignoresCase, jobText: jobFile?.text, configurationText: configurationFile?.text });
  const tables: TableFile[] = [];
  for (const { path: name, named: kind } of job.candidates) {
    try {
      const table = await readTableFile(path, name, kind);
      if (table) tables.push(table);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      onUnreadable(error.message);
    }
  }
  return { path, job, tables, jobFile, configurationFile };
}

/**
 * A CSV with its kind, judged by its content or given by `job.json`; `undefined` for any other.
 *
 * @throws UnreadableFileError
 */
export async function readTableFile(folder: string, name: string, named?: TableKind): Promise<TableFile | undefined> {
  const path = join(folder, name);
  const beginning = await readBeginning(path);
  // A binary file has only its name to go by.
  const head = beginning.encoding === 'binary' ? '' : beginning.head;
  const kind = recogniseTable(head, { name: basename(path), named });
  return kind && { path, name, kind, beginning };
}

/**
 * The text of a small file. A large file is read only far enough to show that it is too large.
 *
 * @throws UsageError
 */
async function readSmall(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isFile()) throw new UsageError(sentence`${path} is not a file.`);
    const file = await open(path);
    try {
      // A character takes at least one byte.
      const buffer = Buffer.alloc(3 * LONGEST_JSON + 4);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return new TextDecoder().decode(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UsageError(sentence`${path} cannot be read: ${reasonOf(error)}`);
  }
}
