import { MAX_JOB_NAME } from '../limits/limits';
import { characterLength, characterName } from './characterName';
import type { NameProblem } from './nameProblem';

export type JobNameProblem = NameProblem<'empty' | 'too-short' | 'too-long' | 'character' | 'ends'>;

/**
 * The first problem of a job name: it must have 3 to 24 letters, digits and hyphens, and a letter or digit at both
 * ends.
 */
export function jobNameProblem(name: string): JobNameProblem | undefined {
  const { length } = name;
  if (length === 0) return { kind: 'empty', start: 0, end: 0, args: [] };
  const refused = name.search(/[^A-Za-z0-9-]/);
  if (refused >= 0)
    return {
      kind: 'character',
      start: refused,
      end: refused + characterLength(name, refused),
      args: [characterName(name, refused)],
    };
  if (length < 3) return { kind: 'too-short', start: 0, end: length, args: [String(length)] };
  if (length > MAX_JOB_NAME) return { kind: 'too-long', start: MAX_JOB_NAME, end: length, args: [String(length)] };
  if (name.startsWith('-')) return { kind: 'ends', start: 0, end: 1, args: [] };
  if (name.endsWith('-')) return { kind: 'ends', start: length - 1, end: length, args: [] };
  return undefined;
}
