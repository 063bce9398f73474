import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutOverlaps } from './withoutOverlaps';

const touch = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start <= b.end && b.start <= a.end;

/** The edits of one fix, which do not touch each other. */
const fix = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 20 }), length: fc.nat(4) }), { maxLength: 4 })
  .map((parts) => {
    let at = 0;
    return parts.map(({ gap, length }) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at };
    });
  });

describe('Fixes that touch', () => {
  it('are left to the one that comes first, each as a whole', () => {
    fc.assert(
      fc.property(fc.array(fix, { maxLength: 12 }), (fixes) => {
        const taken: { start: number; end: number }[] = [];
        for (const edits of fixes)
          if (!edits.some((edit) => taken.some((other) => touch(edit, other)))) taken.push(...edits);
        expect(withoutOverlaps(fixes)).toEqual(taken.sort((a, b) => a.start - b.start));
      }),
    );
  });
});
