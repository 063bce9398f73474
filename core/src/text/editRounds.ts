import type { Steps } from '../work/steps';
import { applyEdits, composeEdits, trimEdits } from './textEdit';
import type { TextEdit } from './textEdit';

/** A fix may reveal further findings; this is the greatest number of rounds. */
const MAX_ROUNDS = 32;

/**
 * The edits after which nothing is left to edit: those of all rounds combined, and no larger than what changes.
 *
 * @param editsOf returns the edits for the text of a round; an empty list ends the rounds
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
    // Two fixes that undo each other must not go on forever.
    if (seen.has(next)) break;
    seen.add(next);
    composed = composeEdits(composed, edits);
    text = next;
  }
  return trimEdits(original, composed);
}
