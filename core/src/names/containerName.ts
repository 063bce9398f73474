import { MAX_CONTAINER_NAME } from '../limits/limits';
import { characterLength, characterName } from './characterName';
import type { NameProblem } from './nameProblem';

export type ContainerNameProblem = NameProblem<
  'empty' | 'too-short' | 'too-long' | 'upper-case' | 'character' | 'ends' | 'double-hyphen'
>;

const HYPHEN = 45;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
const isUpper = (code: number): boolean => code >= 65 && code <= 90;

/** Containers whose names are defined by the service; users cannot choose such names. */
export const rootContainer = '$root';
export const specialContainers: readonly string[] = ['$web', '$logs'];

/** The source of a regular expression for such names, of any length. */
export const soundContainerName = '[a-z0-9]+(?:-[a-z0-9]+)*';

/**
 * The first problem of a container's or share's name: it must have 3 to 63 lower-case letters, digits and hyphens, a
 * letter or digit at both ends, and no two hyphens side by side. Special containers are left to the caller.
 */
export function containerNameProblem(name: string): ContainerNameProblem | undefined {
  const length = name.length;
  if (length === 0) return { kind: 'empty', start: 0, end: 0, args: [] };
  let doubled = -1;
  let upper = -1;
  for (let index = 0; index < length; index++) {
    const code = name.charCodeAt(index);
    if (isLower(code) || isDigit(code)) continue;
    if (code === HYPHEN) {
      if (index > 0 && name.charCodeAt(index - 1) === HYPHEN && doubled < 0) doubled = index - 1;
    } else if (isUpper(code)) {
      if (upper < 0) upper = index;
    } else {
      return {
        kind: 'character',
        start: index,
        end: index + characterLength(name, index),
        args: [characterName(name, index)],
      };
    }
  }
  if (upper >= 0) {
    let end = upper + 1;
    while (end < length && isUpper(name.charCodeAt(end))) end++;
    return { kind: 'upper-case', start: upper, end, args: [] };
  }
  if (length < 3) return { kind: 'too-short', start: 0, end: length, args: [name] };
  if (length > MAX_CONTAINER_NAME)
    return { kind: 'too-long', start: MAX_CONTAINER_NAME, end: length, args: [String(length)] };
  if (name.charCodeAt(0) === HYPHEN) return { kind: 'ends', start: 0, end: 1, args: [] };
  if (name.charCodeAt(length - 1) === HYPHEN) return { kind: 'ends', start: length - 1, end: length, args: [] };
  if (doubled >= 0) return { kind: 'double-hyphen', start: doubled, end: doubled + 2, args: [] };
  return undefined;
}

/**
 * The nearest valid name: lower-case, with hyphens in place of invalid characters. Undefined where its length is still
 * wrong.
 */
export function repairedContainerName(name: string): string | undefined {
  if (name.length > 256) return undefined;
  const repaired = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return containerNameProblem(repaired) === undefined ? repaired : undefined;
}
