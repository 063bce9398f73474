/**
 * The path of a file as `job.json` or `sneakernet.json` names it, normalized: relative, with slashes, without dots.
 * `undefined` where it leads out of the folder.
 */
export function pathInFolder(written: string): string | undefined {
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

/** True where two paths name the same file. */
export function isSamePath(one: string, other: string, ignoresCase: boolean): boolean {
  return one === other || (ignoresCase && one.toLowerCase() === other.toLowerCase());
}

/**
 * The file of a folder that a path names: the one with the same spelling, otherwise the one that a file system without
 * regard to case would find.
 */
export function fileNamed(files: readonly string[], path: string, ignoresCase: boolean): string | undefined {
  if (files.includes(path)) return path;
  return ignoresCase ? files.find((file) => isSamePath(file, path, true)) : undefined;
}
