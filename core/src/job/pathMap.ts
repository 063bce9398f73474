/** Which machine's paths a dataset can contain. */
export interface PathRules {
  /** True on Windows, where the paths in a dataset are those of this machine. */
  readonly windows: boolean;
  /** Beginnings of paths as written, and the local directories that replace them. */
  readonly map: Readonly<Record<string, string>>;
}

/**
 * The path on this machine for a path in a CSV; `undefined` where it belongs to another kind of system and no mapping
 * covers it. The longest mapping wins; Windows paths are compared regardless of case.
 */
export function toMachinePath(path: string, { windows, map }: PathRules): string | undefined {
  let longest: string | undefined;
  for (const prefix in map) {
    if (prefix.length > (longest?.length ?? -1) && path.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase())
      longest = prefix;
  }
  if (longest !== undefined) {
    const rest = path.slice(longest.length).replaceAll('\\', '/').replace(/^\/+/, '');
    const target = map[longest]!.replace(/[\\/]+$/, '');
    return `${target}/${rest}`;
  }
  if (!windows) return path.startsWith('/') ? path : undefined;
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path) ? path : undefined;
}
