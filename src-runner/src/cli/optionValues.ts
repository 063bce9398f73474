import { sentence } from '../language/sentence';
import { UsageError } from '../model/usageError';

/**
 * The value of an option that allows a few words only.
 *
 * @throws UsageError
 */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(sentence`${option} cannot be "${value}". Use one of: ${allowed.join(', ')}.`);
  return found;
}

/**
 * A value of `--map`: the beginning of paths, and the directory that replaces it. The directory may contain `=`, the
 * beginning of a Windows path cannot.
 *
 * @throws UsageError
 */
export function parseMapping(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new UsageError(
      sentence`--map cannot be "${text}". Specify the beginning of the paths, "=", and a local directory: 'F:\\=/srv/data'.`,
    );
  return [text.slice(0, at), text.slice(at + 1)];
}
