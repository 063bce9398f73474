import type { Steps } from '#core/work/steps';
import { nextTurn } from './nextTurn';

/** Milliseconds of work before other requests are heard. */
const SLICE = 20;
/** A request is read in one turn, handed on in the next and answered in another: with fewer it would wait for that many slices. */
const TURNS = 4;

/** Does the steps without keeping other requests waiting. Answers `undefined` where it was given up in between. */
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
