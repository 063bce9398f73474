import type { NewJobParams } from '../../../../server/src/protocol/messages';

type Source = NewJobParams['sources'][number];
type Drive = NewJobParams['drives'][number];

/** What *New Job…* has been told; `folder` is a URI's text. */
export interface JobAnswers extends NewJobParams {
  readonly folder: string;
}

/** A source as its path says it: what ends in a separator is a directory. */
export function sourceOf(path: string): Source {
  return { path, kind: /[\\/]$/.test(path) ? 'directory' : 'file' };
}

/** A directory's path as a dataset writes it, with the separator at its end that the path itself uses. */
export function directoryPath(path: string): string {
  if (/[\\/]$/.test(path)) return path;
  return path + (path.includes('\\') ? '\\' : '/');
}

/** True for a Windows path with a drive, a UNC path, or a native absolute path. */
export function isAbsolute(path: string): boolean {
  return /^([A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+|\/)/.test(path);
}

/**
 * Drive letters as people write them: `G, H`, `g h`, `G:;H:\`, `GH`.
 * @returns upper-case letters in the order given, or undefined when something is no letter or comes twice.
 */
export function driveLetters(text: string): string[] | undefined {
  const words = text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .flatMap((word) => (/^[A-Za-z]+$/.test(word) ? Array.from(word) : [word.replace(/:\\?$/, '')]))
    .map((word) => word.toUpperCase());
  const valid = words.length > 0 && words.every((word) => /^[A-Z]$/.test(word)) && new Set(words).size === words.length;
  return valid ? words : undefined;
}

/** Drives for letters, of which some are encrypted already. */
export function drivesOf(letters: readonly string[], encrypted: ReadonlySet<string>): Drive[] {
  return letters.map((letter) => ({ letter, alreadyEncrypted: encrypted.has(letter) }));
}
