import { parse, sep } from 'node:path';

/** A path of this machine below a directory. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith(sep) || directory.endsWith('/') ? directory + name : directory + sep + name;
}

/** A path's directory and its last name. */
export function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const { dir, base } = parse(path);
  return { directory: dir === '' ? '.' : dir, name: base };
}

/** A directory's path without the separator at its end, which only the root of a file system keeps. */
export function withoutSeparator(path: string): string {
  const { root } = parse(path);
  return path.length > root.length ? path.replace(sep === '\\' ? /[\\/]+$/ : /\/+$/, '') : path;
}
