import { MAX_BLOB_NAME, MAX_BLOB_SEGMENTS, MAX_CONTAINER_NAME } from '../limits/limits';
import { characterLength, characterName } from './characterName';
import { soundContainerName } from './containerName';
import { noProblems, problemLimit, type NameProblem } from './nameProblem';

export type BlobNameProblem = NameProblem<'character' | 'too-long' | 'too-deep' | 'ends-with-dot'>;

const SLASH = 47;
const DOT = 46;

/** Control characters, private use from U+E000, and the two code units that are not characters. */
function isRefused(code: number): boolean {
  return code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0xe000 && code < 0xf900) || code >= 0xfffe;
}

const accepted = String.raw`[^\u0000-\u001f\u007f-\u009f\ue000-\uf8ff\ufffe\uffff.\\]*`;
/** The source of a regular expression for names in which the loop below would find nothing, without backslashes. */
const plainName = String.raw`${accepted}(?:\.(?![/.]|$)${accepted})*`;
const plain = new RegExp(`${plainName}$`, 'y');
const plainInContainer = new RegExp(
  `^(?=[a-z0-9-]{3,${MAX_CONTAINER_NAME}}(?:/|$))${soundContainerName}(?:/${plainName})?$`,
);

function isPlain(text: string, from: number): boolean {
  plain.lastIndex = from;
  // A short name has few segments.
  return text.length - from < MAX_BLOB_SEGMENTS && plain.test(text);
}

/**
 * True for a valid container name, a slash, and a valid or empty blob name: a quick check that suffices for most
 * destinations.
 */
export function isPlainInContainer(text: string): boolean {
  return text.length < MAX_BLOB_SEGMENTS && plainInContainer.test(text);
}

/**
 * The problems of the blob name or prefix that begins at `from` in `text`; spans are within `text`. A final slash,
 * which marks a prefix, and an empty name are left to the caller.
 */
export function blobNameProblems(text: string, from = 0): readonly BlobNameProblem[] {
  if (isPlain(text, from)) return noProblems;
  let problems: BlobNameProblem[] | undefined;
  let segments = 1;
  const { length } = text;
  for (let index = from; index < length && (problems?.length ?? 0) < problemLimit; index++) {
    const code = text.charCodeAt(index);
    if (code === SLASH) {
      if (index + 1 < length && ++segments === MAX_BLOB_SEGMENTS + 1) {
        (problems ??= []).push({
          kind: 'too-deep',
          start: index + 1,
          end: length,
          args: [String(text.slice(from).replace(/\/$/, '').split('/').length)],
        });
      }
    } else if (code === DOT) {
      if (index + 1 === length || text.charCodeAt(index + 1) === SLASH)
        (problems ??= []).push({ kind: 'ends-with-dot', start: index, end: index + 1, args: [] });
    } else if (isRefused(code)) {
      (problems ??= []).push({
        kind: 'character',
        start: index,
        end: index + characterLength(text, index),
        args: [characterName(text, index)],
      });
    }
  }
  if (length - from > MAX_BLOB_NAME) {
    (problems ??= []).push({
      kind: 'too-long',
      start: from + MAX_BLOB_NAME,
      end: length,
      args: [String(length - from)],
    });
  }
  return problems ?? noProblems;
}
