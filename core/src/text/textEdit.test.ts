import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, composeEdits, trimEdits } from './textEdit';
import type { TextEdit } from './textEdit';

/** Ordered edits that do not overlap, in a text of `length` units. */
function edits(length: number): fc.Arbitrary<TextEdit[]> {
  const offsets = fc.array(fc.nat(length), { maxLength: 10 });
  return fc
    .tuple(
      offsets,
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ','), maxLength: 3 }), { minLength: 5, maxLength: 5 }),
    )
    .map(([unordered, texts]) => {
      const ordered = unordered.toSorted((a, b) => a - b);
      return texts.flatMap((text, i) => {
        const start = ordered[2 * i];
        const end = ordered[2 * i + 1];
        return start === undefined || end === undefined ? [] : [{ start, end, text }];
      });
    });
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', '\n'), maxLength: 20 });

describe('Text edits', () => {
  it('compose to one list that does what both do', () => {
    const twoRounds = text.chain((before) =>
      edits(before.length).chain((first) =>
        edits(applyEdits(before, first).length).map((second) => ({ before, first, second })),
      ),
    );
    fc.assert(
      fc.property(twoRounds, ({ before, first, second }) => {
        const composed = composeEdits(first, second);
        expect(applyEdits(before, composed)).toBe(applyEdits(applyEdits(before, first), second));
        for (const [i, edit] of composed.entries())
          expect(edit.start).toBeGreaterThanOrEqual(composed[i - 1]?.end ?? 0);
      }),
    );
  });

  it('are trimmed without a change of what they do', () => {
    const edited = text.chain((before) => edits(before.length).map((list) => ({ before, list })));
    fc.assert(
      fc.property(edited, ({ before, list }) => {
        expect(applyEdits(before, trimEdits(before, list))).toBe(applyEdits(before, list));
      }),
    );
    expect(trimEdits('F:\\a,b', [{ start: 0, end: 4, text: 'F:\\a\\' }])).toEqual([{ start: 4, end: 4, text: '\\' }]);
    expect(trimEdits('same', [{ start: 0, end: 4, text: 'same' }])).toEqual([]);
  });
});
