import { stat } from 'node:fs/promises';
import { basename } from '../workbench/basename';

/** Files by their paths, with what the file system says of each; undefined of one that is not there. */
export type FileVersions = Readonly<Record<string, string | undefined>>;

/** What a file system says of a file: another text where the file is another one, or was written to. Undefined where there is none. */
export async function fileVersion(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  } catch {
    return undefined;
  }
}

/** What the file system says of each path at this moment. */
export async function versionsOf(paths: readonly string[]): Promise<FileVersions> {
  return Object.fromEntries(
    await Promise.all([...new Set(paths)].map(async (path) => [path, await fileVersion(path)] as const)),
  );
}

/** Names of the files that came, went, or are others. */
export function changedNames(before: FileVersions, now: FileVersions): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((path) => before[path] !== now[path])
    .map((path) => basename(path.replaceAll('\\', '/')));
}
