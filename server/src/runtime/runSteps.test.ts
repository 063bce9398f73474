import { describe, expect, it } from 'vitest';
import type { Steps } from '#core/work/steps';
import { runSteps } from './runSteps';

/** Endless steps, which only a cancellation can end. */
function* endless(): Steps<number> {
  for (;;) yield;
}

function* counting(steps: number): Steps<number> {
  for (let i = 0; i < steps; i++) yield;
  return steps;
}

describe('Long work', () => {
  it('comes to its result', async () => {
    expect(await runSteps(counting(100_000), () => false)).toBe(100_000);
  });

  it('lets others in, who can end it', async () => {
    let cancelled = false;
    setTimeout(() => {
      cancelled = true;
    }, 0);
    expect(await runSteps(endless(), () => cancelled)).toBeUndefined();
  });

  it('pauses for long enough that a request is read, handed on and answered', async () => {
    let answered = false;
    let pauses = 0;
    setImmediate(() => setImmediate(() => setImmediate(() => (answered = true))));
    await runSteps(endless(), () => ++pauses > 0 && answered);
    expect(pauses).toBe(1);
  });
});
