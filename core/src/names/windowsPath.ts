import { characterLength, characterName } from './characterName';
import { noProblems, problemLimit, type NameProblem } from './nameProblem';

/**
 * The kind of a path, by its beginning. `drive-absolute`: `F:\…`; `unc`: `\\server\share…`; `native-absolute`: `/…`;
 * `forward-slash`: `F:/…`; `drive-relative`: `F:…`; `rooted`: `\…`; `unc-incomplete`: `\\server`; `device`: `\\?\…` or
 * `\\.\…`; `relative`: anything else.
 */
export type PathKind =
  | 'drive-absolute'
  | 'unc'
  | 'native-absolute'
  | 'forward-slash'
  | 'drive-relative'
  | 'rooted'
  | 'unc-incomplete'
  | 'device'
  | 'relative';

export type WindowsPathProblem = NameProblem<'character' | 'wildcard' | 'reserved-name'>;

const BACKSLASH = 92;
const SLASH = 47;
const COLON = 58;
const reserved = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

const sound = 0;
const separator = 1;
const wildcard = 2;
const refused = 3;
/** The class of each ASCII character in a path; whether a colon is allowed depends on its position. */
const classes = new Uint8Array(128);
classes.fill(refused, 0, 32);
for (const character of '<>"|:') classes[character.charCodeAt(0)] = refused;
for (const character of '*?') classes[character.charCodeAt(0)] = wildcard;
for (const character of '\\/') classes[character.charCodeAt(0)] = separator;

/**
 * A path without any character or name that the loop below would report. The regular expression engine is several times
 * as fast as the loop.
 */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const plain = /^(?:[A-Z]:)?(?:[\\/](?!(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:[\\/]|$))[^\u0000-\u001f<>"|:*?\\/]*)+$/i;
/** Longer than any system's paths. For longer texts, backtracking into every name would exhaust the stack. */
const longestPlain = 65_536;

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

export function pathKind(path: string): PathKind {
  const first = path.charCodeAt(0);
  const second = path.charCodeAt(1);
  if (second === COLON && isLetter(first)) {
    const third = path.charCodeAt(2);
    if (third === BACKSLASH) return 'drive-absolute';
    return third === SLASH ? 'forward-slash' : 'drive-relative';
  }
  if (first === SLASH) return 'native-absolute';
  if (first !== BACKSLASH) return 'relative';
  if (second !== BACKSLASH) return 'rooted';
  if (/^\\\\[?.]\\/.test(path)) return 'device';
  return /^\\\\[^\\]+\\[^\\]/.test(path) ? 'unc' : 'unc-incomplete';
}

/** The upper-case letter of a path's drive, if it names one. */
export function driveLetterOf(path: string): string | undefined {
  return path.charCodeAt(1) === COLON && isLetter(path.charCodeAt(0)) ? path.charAt(0).toUpperCase() : undefined;
}

/** True where the path itself shows that it is a directory: it ends in a separator, or is just a drive. */
export function isDirectoryPath(path: string): boolean {
  const last = path.charCodeAt(path.length - 1);
  return last === BACKSLASH || last === SLASH || (last === COLON && path.length === 2);
}

/** The separator to use when a path is extended. */
export function separatorOf(path: string): '\\' | '/' {
  return path.includes('/') && !path.includes('\\') ? '/' : '\\';
}

/** A superfluous separator, or a name for the directory itself or its parent. */
const mayBeAbnormal = /[^\\/][\\/][\\/.]/;
const abnormal = /(?<=.)[\\/]{2,}|[\\/]\.{1,2}(?=[\\/]|$)/;
const abnormalNative = /\/{2,}|\/\.{1,2}(?=\/|$)/;

/** Where a path has superfluous parts: doubled separators, `.` or `..`; -1 where there are none. */
export function abnormalAt(path: string): number {
  if (path.charCodeAt(0) === SLASH) return path.search(abnormalNative);
  // A cheaper check that rules out most paths.
  if (!mayBeAbnormal.test(path)) return -1;
  const start = path.charCodeAt(0) === BACKSLASH && path.charCodeAt(1) === BACKSLASH ? 2 : 0;
  const at = path.slice(start).search(abnormal);
  return at < 0 ? -1 : at + start;
}

/** A path without doubled separators, `.` and `..`; a path that names a directory still does. */
export function normalPath(path: string): string {
  const isNative = path.charCodeAt(0) === SLASH;
  const separator = isNative ? '/' : separatorOf(path);
  const separators = isNative ? /\/+/g : /[\\/]+/g;
  const isUnc = path.startsWith('\\\\');
  const root = (isUnc ? /^\\\\[^\\/]+[\\/]+[^\\/]+[\\/]*/ : /^(?:[A-Za-z]:)?[\\/]+/).exec(path)?.[0] ?? '';
  const names: string[] = [];
  for (const part of path.slice(root.length).split(separators)) {
    if (part === '..') names.pop();
    else if (part !== '' && part !== '.') names.push(part);
  }
  const plainRoot = isUnc ? `\\\\${root.slice(2).replace(separators, separator)}` : root.replace(separators, separator);
  const isDirectory = /[\\/](?:\.{1,2})?$/.test(path);
  return plainRoot + names.join(separator) + (isDirectory && names.length > 0 ? separator : '');
}

/** The last name of a path, ignoring final separators: that of the file or directory. */
export function lastName(path: string): { readonly start: number; readonly end: number; readonly text: string } {
  let end = path.length;
  while (end > 0 && classes[path.charCodeAt(end - 1)] === separator) end--;
  let start = end;
  while (start > 0 && classes[path.charCodeAt(start - 1)] !== separator) start--;
  return { start, end, text: path.slice(start, end) };
}

/** Characters and names that are not allowed in Windows paths. Takes linear time; a valid path allocates nothing. */
export function windowsPathProblems(path: string): readonly WindowsPathProblem[] {
  if (path.length <= longestPlain && plain.test(path)) return noProblems;
  let problems: WindowsPathProblem[] | undefined;
  const { length } = path;
  let nameStart = path.charCodeAt(1) === COLON ? 2 : 0;
  for (let index = 0; index <= length && (problems?.length ?? 0) < problemLimit; index++) {
    const code = index < length ? path.charCodeAt(index) : BACKSLASH;
    const kind = code < 128 ? classes[code] : sound;
    if (kind === sound) continue;
    if (kind === separator) {
      const nameLength = index - nameStart;
      if ((nameLength === 3 || nameLength === 4) && reserved.test(path.slice(nameStart, index))) {
        (problems ??= []).push({
          kind: 'reserved-name',
          start: nameStart,
          end: index,
          args: [path.slice(nameStart, index)],
        });
      }
      nameStart = index + 1;
    } else if (kind === wildcard) {
      (problems ??= []).push({ kind: 'wildcard', start: index, end: index + 1, args: [path.charAt(index)] });
    } else if (code !== COLON || index !== 1 || !isLetter(path.charCodeAt(0))) {
      (problems ??= []).push({
        kind: 'character',
        start: index,
        end: index + characterLength(path, index),
        args: [characterName(path, index)],
      });
    }
  }
  return problems ?? noProblems;
}
