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
  /** In the folder of its job, with slashes: what messages call it. */
  readonly name: string;
  readonly kind: TableKind;
  readonly beginning: FileBeginning;
}

/** A `job.json` or `sneakernet.json`. */
export interface JsonFile {
  readonly path: string;
  readonly text: string;
}

/** What lies in a folder that belongs to a job. */
export interface JobFolder {
  readonly path: string;
  readonly job: Job;
  /** In the order of the job. */
  readonly tables: readonly TableFile[];
  /** `job.json`, where there is one. */
  readonly jobFile: JsonFile | undefined;
  /** `sneakernet.json`, or what was named in its place. */
  readonly configurationFile: JsonFile | undefined;
}

/** Names in a folder that are not looked at. */
const IGNORED = new Set(['node_modules']);

/** True where names that differ in case alone are one file. */
export const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';

/** Reads the names in a folder: files, and folders to be searched. @throws UsageError */
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
      // What a link leads to may be a device or a pipe, which is not looked at.
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
    // It is named in a message when it is read.
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

/** Says of the files of a folder whose job they belong to: of a `job.json` above that names them, else the folder's own. */
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

/** Finds the files of a folder's job. Those that cannot be read are left out, and `onUnreadable` is told. @throws UsageError */
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

/** A CSV with what it is, by what it shows or `job.json` names it as; `undefined` for any other. @throws UnreadableFileError */
export async function readTableFile(folder: string, name: string, named?: TableKind): Promise<TableFile | undefined> {
  const path = join(folder, name);
  const beginning = await readBeginning(path);
  // One that is no text has nothing but its name to show.
  const head = beginning.encoding === 'binary' ? '' : beginning.head;
  const kind = recogniseTable(head, { name: basename(path), named });
  return kind && { path, name, kind, beginning };
}

/** The text of a small file, or so much of a large one that it shows that it is none. @throws UsageError */
async function readSmall(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isFile()) throw new UsageError(sentence`${path} is no file.`);
    const file = await open(path);
    try {
      // A byte is never more than one character.
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
