import { foldersNamedIn, isNamedIn, Job, MAX_DEPTH, settingsFile } from '#core/job/job';
import { LARGEST_COMPARED, LARGEST_WHOLE, LONGEST_JSON } from '#core/limits/limits';
import { recogniseTable } from '#core/table/recognition';
import { MAX_HEADER_LENGTH } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';
import type { FolderAccess } from '../language/languageContext';
import { folderAbove, pathBelow, uriBelow } from '../language/uris';
import type { Runtime } from '../runtime/runtime';

/** A table of the job as it lies on the disk. */
export interface SiblingTable {
  readonly uri: string;
  /** Relative to the job's folder. */
  readonly path: string;
  readonly kind: TableKind;
  /** `undefined` for a table that is too large to be compared with others. */
  readonly text: string | undefined;
}

/** A folder with a job, and its files other than open documents. */
export interface JobFolder {
  /** URI of the folder, with a slash at its end. */
  readonly uri: string;
  readonly job: Job;
  /** Name of the `job.json`, where there is one. */
  readonly jobName: string | undefined;
  /** URI of the `sneakernet.json`, whether or not it exists. */
  readonly configurationUri: string;
  /** Text of `sneakernet.json`; `undefined` where there is none. */
  readonly configurationText: string | undefined;
  readonly siblings: readonly SiblingTable[];
  /** False where the job may have tables that could not be read. */
  readonly complete: boolean;
}

/** The names in a folder. */
export interface FolderNames {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** The texts of open documents, which count instead of the files on disk. */
export interface OpenTexts {
  /** URIs of all open documents. */
  readonly uris: () => readonly string[];
  /** The text of an open document; empty for a table, because the workspace holds tables itself. */
  readonly text: (uri: string) => string | undefined;
}

/** Lists a folder. */
export async function listFolder(uri: string, runtime: Runtime): Promise<FolderNames> {
  const path = runtime.toPath(uri);
  const entries = (path === undefined ? undefined : await runtime.list(path)) ?? [];
  return {
    files: entries.filter(({ directory }) => !directory).map(({ name }) => name),
    directories: entries.filter(({ directory }) => directory).map(({ name }) => name),
  };
}

/**
 * The beginning of a file's text: at least `length` bytes if the file has as many; `undefined` where it cannot be read.
 */
export async function beginningOf(runtime: Runtime, path: string, length: number): Promise<string | undefined> {
  if (!runtime.openFile) return runtime.readText(path, LARGEST_WHOLE);
  const file = await runtime.openFile(path);
  try {
    return file && new TextDecoder().decode(await file.read(0, Math.min(length, file.size)));
  } finally {
    await file?.close();
  }
}

/** What may be seen of a folder. `openText`: the text of one of its files that an editor has open. */
export function folderAccess(
  folder: string,
  { files, directories }: FolderNames,
  runtime: Runtime,
  openText: (name: string) => string | undefined,
): FolderAccess {
  const pathOf = (name: string) => (files.includes(name) ? runtime.toPath(uriBelow(folder, name)) : undefined);
  return {
    uri: folder,
    names: files,
    directories,
    uriOf: (name) => uriBelow(folder, name),
    read: async (name, limit) => {
      const open = openText(name);
      const path = open === undefined ? pathOf(name) : undefined;
      return path === undefined ? open : runtime.readText(path, limit);
    },
    beginning: async (name, bytes) => {
      const path = pathOf(name);
      return path === undefined ? undefined : beginningOf(runtime, path, bytes);
    },
  };
}

/** A folder with a `job.json`. */
export interface JobAbove {
  readonly folder: string;
  readonly jobText: string;
}

/** The jobs of a folder and of those above it, nearest first: a `job.json` may name files below its folder. */
export async function jobsAbove(folder: string, runtime: Runtime, open: OpenTexts): Promise<JobAbove[]> {
  const found: JobAbove[] = [];
  let at = folder;
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const jobText = await textOf(`${at}job.json`, runtime, open, () => true);
    if (jobText !== undefined) found.push({ folder: at, jobText });
    const parent = folderAbove(at);
    if (parent === undefined) break;
    at = parent;
  }
  return found;
}

/** The folder whose job a document belongs to: that of a `job.json` that names it, otherwise its own. */
export function jobFolderOf(uri: string, own: string, above: readonly JobAbove[], ignoresCase: boolean): string {
  const owner = above.find(({ folder, jobText }) => {
    const path = pathBelow(folder, uri);
    return path !== undefined && isNamedIn(jobText, path, ignoresCase);
  });
  return owner?.folder ?? own;
}

async function textOf(
  uri: string,
  runtime: Runtime,
  open: OpenTexts,
  isWanted: () => boolean,
): Promise<string | undefined> {
  const text = open.text(uri);
  if (text !== undefined) return text;
  const path = runtime.toPath(uri);
  return path === undefined ? undefined : runtime.readText(path, LONGEST_JSON, isWanted);
}

/** Reads what a job needs from its folder, and stops when that is no longer wanted. */
export async function readJobFolder(
  uri: string,
  above: readonly JobAbove[],
  runtime: Runtime,
  open: OpenTexts,
  isWanted: () => boolean,
): Promise<JobFolder> {
  const { ignoresCase } = runtime;
  const openPaths = open.uris().flatMap((document) => pathBelow(uri, document) ?? []);
  const filesIn = async (folder: string) =>
    (await listFolder(folder === '' ? uri : `${uriBelow(uri, folder)}/`, runtime)).files.map((name) =>
      folder === '' ? name : `${folder}/${name}`,
    );
  const jobs = above.map((found) => ({ ...found, pathOfFolder: pathBelow(found.folder, uri) ?? '' }));
  // A file named by a job further up belongs to that job.
  const own = [...new Set([...(await filesIn('')), ...openPaths])].filter((path) => {
    const owner = jobs.find(({ jobText, pathOfFolder }) => isNamedIn(jobText, pathOfFolder + path, ignoresCase));
    return owner === undefined || owner.folder === uri;
  });
  const jobName = settingsFile(own, 'job.json', ignoresCase);
  const configurationName = settingsFile(own, 'sneakernet.json', ignoresCase);
  const read = (name: string | undefined) =>
    name === undefined ? undefined : textOf(uriBelow(uri, name), runtime, open, isWanted);
  const [configurationText, jobText] = await Promise.all([read(configurationName), read(jobName)]);
  const below = await Promise.all(foldersNamedIn(jobText).map(filesIn));
  const job = new Job({ files: [...new Set([...own, ...below.flat()])], ignoresCase, jobText, configurationText });
  const siblings: SiblingTable[] = [];
  let complete = job.leftOut.length === 0;
  for (const { path, named } of job.candidates) {
    const table = uriBelow(uri, path);
    const place = runtime.toPath(table);
    if (open.text(table) !== undefined || place === undefined) continue;
    const text = await runtime.readText(place, LARGEST_COMPARED, isWanted);
    const head = text ?? (isWanted() ? await beginningOf(runtime, place, MAX_HEADER_LENGTH) : undefined);
    const kind =
      head === undefined ? undefined : recogniseTable(head, { name: path.slice(path.lastIndexOf('/') + 1), named });
    if (kind) siblings.push({ uri: table, path, kind, text });
    // A file that could not be read may be a table.
    else if (head === undefined && (named ?? /(?:data|drive)[-_ ]?set/i.test(path))) complete = false;
  }
  return {
    uri,
    job,
    jobName,
    configurationUri: uriBelow(uri, configurationName ?? 'sneakernet.json'),
    configurationText,
    siblings,
    complete,
  };
}
