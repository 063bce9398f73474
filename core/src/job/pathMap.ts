/** Which machine's paths a dataset may hold. */
export interface PathRules {
  /** True on Windows, where the paths of a dataset are the machine's own. */
  readonly windows: boolean;
  /** Beginnings of paths as written, and the local directories that stand for them. */
  readonly map: Readonly<Record<string, string>>;
}

/**
 * The path of this machine that a path in a CSV means; `undefined` where it belongs to another kind of system
 * and no mapping covers it. The longest mapping wins; Windows paths are compared without regard to case.
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
