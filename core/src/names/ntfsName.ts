import { characterLength, characterName } from './characterName';
import type { NameProblem } from './nameProblem';
import { ntfsUpCase } from './ntfsUpCase';

/**
 * `ending`: a dot or a space at the end; `half-character`: half of a surrogate pair, which a UTF-8 name cannot contain.
 */
export type NtfsNameProblem = NameProblem<
  'empty' | 'character' | 'half-character' | 'ending' | 'reserved-name' | 'too-long'
>;

/** In UTF-16 units. */
export const longestNtfsName = 255;

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const refused = /[\u0000-\u001f<>:"/\\|?*]|\p{Surrogate}/u;
/** Win32 treats these names as devices in every directory, with any extension, and ignores spaces before it. */
const reserved = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;
const ending = /[. ]$/;

/**
 * The leftmost reason why no file or directory on Windows can have this name; undefined where one can. The rules are
 * those of Win32's "Naming Files, Paths, and Namespaces", which are stricter than the file system itself.
 */
export function ntfsNameProblem(name: string): NtfsNameProblem | undefined {
  const { length } = name;
  if (length === 0) return { kind: 'empty', start: 0, end: 0, args: [] };
  const found = refused.exec(name);
  if (found) {
    const { index } = found;
    const half = (name.charCodeAt(index) & 0xf800) === 0xd800;
    return {
      kind: half ? 'half-character' : 'character',
      start: index,
      end: index + characterLength(name, index),
      args: [characterName(name, index)],
    };
  }
  const device = reserved.exec(name);
  if (device) {
    const end = device[0].replace(/ *\.?$/, '').length;
    return { kind: 'reserved-name', start: 0, end, args: [name.slice(0, end)] };
  }
  if (length > longestNtfsName)
    return { kind: 'too-long', start: longestNtfsName, end: length, args: [String(length)] };
  if (ending.test(name))
    return { kind: 'ending', start: length - 1, end: length, args: [characterName(name, length - 1)] };
  return undefined;
}

/**
 * Two names in one directory with the same key are the same name on NTFS. There is no normalization: `é` and `e` with
 * an accent differ.
 */
export function ntfsNameKey(name: string): string {
  let changedAt = 0;
  while (changedAt < name.length && ntfsUpCase[name.charCodeAt(changedAt)] === name.charCodeAt(changedAt)) changedAt++;
  if (changedAt === name.length) return name;
  let key = name.slice(0, changedAt);
  for (let index = changedAt; index < name.length; index++)
    key += String.fromCharCode(ntfsUpCase[name.charCodeAt(index)]!);
  return key;
}
