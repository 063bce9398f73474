import { parse, sep } from 'node:path';

/** The path of an entry of a directory on this machine. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith(sep) || directory.endsWith('/') ? directory + name : directory + sep + name;
}

/** A path's directory and its last name. */
export function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const { dir, base } = parse(path);
  return { directory: dir === '' ? '.' : dir, name: base };
}

/** A directory's path without a trailing separator, except for the root of a file system. */
export function withoutSeparator(path: string): string {
  const { root } = parse(path);
  return path.length > root.length ? path.replace(sep === '\\' ? /[\\/]+$/ : /\/+$/, '') : path;
}
