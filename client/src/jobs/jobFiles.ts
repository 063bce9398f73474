import * as vscode from 'vscode';
import { recoveryPathOf } from '#core/journal/recoveryLog';
import { LONGEST_DRIVE_INFO } from '#core/limits/limits';
import type { Job } from './jobs';

/** A file that exists. */
export interface FoundFile {
  readonly uri: vscode.Uri;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** The files around a job's CSVs. */
export interface JobFiles {
  /** The existing CSVs, by URI. */
  readonly tables: ReadonlyMap<string, FoundFile>;
  readonly jobFile: FoundFile | undefined;
  readonly journal: FoundFile | undefined;
  /** What a session continues from; it holds keys. */
  readonly recovery: FoundFile | undefined;
  readonly jrm: FoundFile | undefined;
  readonly driveInfos: readonly FoundFile[];
}

/** The most XML files beside a journal that are read. */
const MAX_XML = 200;

/** Looks at the files of a job. */
export async function findJobFiles(job: Job): Promise<JobFiles> {
  const tables = [...job.datasets, ...job.drivesets];
  const [found, jobFile, journal, recovery, jrm, driveInfos] = await Promise.all([
    Promise.all(tables.map(findFile)),
    findFile(vscode.Uri.joinPath(job.folder, 'job.json')),
    findFile(job.journal),
    findFile(job.journal.with({ path: recoveryPathOf(job.journal.path) })),
    findFile(job.jrm),
    findDriveInfos(vscode.Uri.joinPath(job.journal, '..')),
  ]);
  return {
    tables: new Map(found.flatMap((file) => (file ? [[file.uri.toString(), file]] : []))),
    jobFile,
    journal,
    recovery,
    jrm,
    driveInfos,
  };
}

/** The paths of the files that define a job and how it is read: its CSVs and settings, whether they exist or not. */
export function definingPaths({ folder, datasets, drivesets }: Job): string[] {
  const settings = ['job.json', 'sneakernet.json'].map((name) => vscode.Uri.joinPath(folder, name));
  return [...datasets, ...drivesets, ...settings].map(({ fsPath }) => fsPath);
}

/** @returns undefined if there is no file, or it cannot be accessed */
export async function findFile(uri: vscode.Uri): Promise<FoundFile | undefined> {
  try {
    const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) === 0 ? undefined : { uri, size, modifiedAt: mtime };
  } catch {
    return undefined;
  }
}

/**
 * The XML files that the preparation leaves beside the journal, one per drive. They are recognised by their content,
 * because their names are drive ids.
 */
async function findDriveInfos(folder: vscode.Uri): Promise<FoundFile[]> {
  let names: string[];
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    names = entries
      .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && /\.xml$/i.test(name))
      .map(([name]) => name);
  } catch {
    return [];
  }
  const found = await Promise.all(
    names
      .sort()
      .slice(0, MAX_XML)
      .map((name) => findDriveInfo(vscode.Uri.joinPath(folder, name))),
  );
  return found.filter((file) => file !== undefined);
}

async function findDriveInfo(uri: vscode.Uri): Promise<FoundFile | undefined> {
  const file = await findFile(uri);
  if (!file || file.size > LONGEST_DRIVE_INFO) return undefined;
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return /<Drive>\s*<DriveId>/.test(text) && text.includes('<ManifestFile>') ? file : undefined;
  } catch {
    return undefined;
  }
}
