import type { Steps } from '../work/steps';
import { applyEdits, composeEdits, trimEdits } from './textEdit';
import type { TextEdit } from './textEdit';

/** A fix may reveal the next finding, so many times at most. */
const MAX_ROUNDS = 32;

/**
 * The edits of a text after which there is nothing more to edit: those of round after round, together, and no larger than what changes.
 *
 * @param editsOf what is to be edited in the text of a round; nothing ends it
 */
export function* editRounds(
  original: string,
  editsOf: (text: string) => Steps<readonly TextEdit[]>,
): Steps<TextEdit[]> {
  const seen = new Set([original]);
  let composed: TextEdit[] = [];
  let text = original;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = yield* editsOf(text);
    if (edits.length === 0) break;
    const next = applyEdits(text, edits);
    // Two fixes that undo each other must not go on for ever.
    if (seen.has(next)) break;
    seen.add(next);
    composed = composeEdits(composed, edits);
    text = next;
  }
  return trimEdits(original, composed);
}
