import type { NewJobParams } from '../../../../server/src/protocol/messages';

type Source = NewJobParams['sources'][number];
type Drive = NewJobParams['drives'][number];

/** The answers to *New Job…*; `folder` is a URI as text. */
export interface JobAnswers extends NewJobParams {
  readonly folder: string;
}

/** Turns a path into a source; a path that ends in a separator is a directory. */
export function sourceOf(path: string): Source {
  return { path, kind: /[\\/]$/.test(path) ? 'directory' : 'file' };
}

/** A directory's path as a dataset writes it, ending in the kind of separator that the path itself uses. */
export function directoryPath(path: string): string {
  if (/[\\/]$/.test(path)) return path;
  return path + (path.includes('\\') ? '\\' : '/');
}

/** Whether it is a Windows path with a drive letter, a UNC path, or a native absolute path. */
export function isAbsolute(path: string): boolean {
  return /^([A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\]+|\/)/.test(path);
}

/**
 * Reads drive letters as people write them: `G, H`, `g h`, `G:;H:\`, `GH`.
 * @returns upper-case letters in the given order, or undefined if something is not a letter or is repeated.
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

/** Drives for the letters; some are encrypted already. */
export function drivesOf(letters: readonly string[], encrypted: ReadonlySet<string>): Drive[] {
  return letters.map((letter) => ({ letter, alreadyEncrypted: encrypted.has(letter) }));
}
