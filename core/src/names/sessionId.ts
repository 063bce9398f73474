import { MAX_SESSION_ID } from '../limits/limits';
import { characterLength, characterName } from './characterName';
import type { NameProblem } from './nameProblem';

export type SessionIdProblem = NameProblem<'empty' | 'too-short' | 'too-long' | 'character'>;

/** The first problem of a session id: it must have 3 to 30 letters, digits, `_`, `-` and `#`. */
export function sessionIdProblem(id: string): SessionIdProblem | undefined {
  const { length } = id;
  if (length === 0) return { kind: 'empty', start: 0, end: 0, args: [] };
  const refused = id.search(/[^A-Za-z0-9_#-]/);
  if (refused >= 0)
    return {
      kind: 'character',
      start: refused,
      end: refused + characterLength(id, refused),
      args: [characterName(id, refused)],
    };
  if (length < 3) return { kind: 'too-short', start: 0, end: length, args: [String(length)] };
  if (length > MAX_SESSION_ID) return { kind: 'too-long', start: MAX_SESSION_ID, end: length, args: [String(length)] };
  return undefined;
}
