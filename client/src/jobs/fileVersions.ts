import { stat } from 'node:fs/promises';
import { basename } from '../workbench/basename';

/** The version of each file, by path; undefined if it does not exist. */
export type FileVersions = Readonly<Record<string, string | undefined>>;

/**
 * A text that changes if the file is replaced or written to, made from what the file system says. Undefined if there is
 * no file.
 */
export async function fileVersion(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  } catch {
    return undefined;
  }
}

/** The current version of each path. */
export async function versionsOf(paths: readonly string[]): Promise<FileVersions> {
  return Object.fromEntries(
    await Promise.all([...new Set(paths)].map(async (path) => [path, await fileVersion(path)] as const)),
  );
}

/** Names of the files that were created, deleted or changed. */
export function changedNames(before: FileVersions, now: FileVersions): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((path) => before[path] !== now[path])
    .map((path) => basename(path.replaceAll('\\', '/')));
}
