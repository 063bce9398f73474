import { MAX_SHARE_COMPONENT, MAX_SHARE_LEVELS, MAX_SHARE_PATH } from '../limits/limits';
import { characterLength, characterName } from './characterName';
import { noProblems, problemLimit, type NameProblem } from './nameProblem';

export type AzureFilesPathProblem = NameProblem<
  'character' | 'reserved' | 'component-too-long' | 'too-long' | 'too-deep' | 'empty'
>;

const SLASH = 47;
const refused = new Set(Array.from('"\\:|<>*?', (character) => character.charCodeAt(0)));
const reserved = /^(?:lpt[1-9]|com[1-9]|prn|aux|nul|con|clock\$|\.\.?)$/i;

const isRefused = (code: number): boolean =>
  code < 32 || (code >= 0x7f && code < 0xa0) || (code < 128 && refused.has(code));

function componentProblem(text: string, start: number, end: number): AzureFilesPathProblem | undefined {
  const length = end - start;
  if (length === 0) return { kind: 'empty', start: start - 1, end: start + 1, args: [] };
  if (length > MAX_SHARE_COMPONENT)
    return { kind: 'component-too-long', start: start + MAX_SHARE_COMPONENT, end, args: [String(length)] };
  if (length <= 6 && reserved.test(text.slice(start, end)))
    return { kind: 'reserved', start, end, args: [text.slice(start, end)] };
  return undefined;
}

/**
 * The problems of the path within a share that begins at `from` in `text`; spans are within `text`. A final slash,
 * which marks a directory, and an empty path are left to the caller.
 */
export function azureFilesPathProblems(text: string, from = 0): readonly AzureFilesPathProblem[] {
  const { length } = text;
  if (length === from) return noProblems;
  let problems: AzureFilesPathProblem[] | undefined;
  let levels = 0;
  let start = from;
  for (let index = from; index <= length && (problems?.length ?? 0) < problemLimit; index++) {
    const code = index < length ? text.charCodeAt(index) : SLASH;
    if (code === SLASH) {
      if (index === length && start === length) break;
      levels++;
      const problem = componentProblem(text, start, index);
      if (problem) (problems ??= []).push(problem);
      if (levels === MAX_SHARE_LEVELS + 1) {
        const count = text.slice(from).replace(/\/$/, '').split('/').length;
        (problems ??= []).push({ kind: 'too-deep', start, end: length, args: [String(count)] });
      }
      start = index + 1;
    } else if (isRefused(code)) {
      (problems ??= []).push({
        kind: 'character',
        start: index,
        end: index + characterLength(text, index),
        args: [characterName(text, index)],
      });
    }
  }
  if (length - from > MAX_SHARE_PATH)
    (problems ??= []).push({
      kind: 'too-long',
      start: from + MAX_SHARE_PATH,
      end: length,
      args: [String(length - from)],
    });
  return problems ?? noProblems;
}
