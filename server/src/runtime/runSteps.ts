import type { Steps } from '#core/work/steps';
import { nextTurn } from './nextTurn';

/** Milliseconds of work before other requests are handled. */
const SLICE = 20;
/**
 * A request is read in one turn, passed on in the next and answered in another: with fewer turns it would wait for as
 * many slices.
 */
const TURNS = 4;

/** Runs the steps without keeping other requests waiting. Returns `undefined` when cancelled. */
export async function runSteps<T>(steps: Steps<T>, isCancelled: () => boolean): Promise<T | undefined> {
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
    if (isCancelled()) return undefined;
  }
}
