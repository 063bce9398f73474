import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from './editDistance';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['format', 'fromat', 1],
    ['blok', 'block', 1],
    ['page', 'pgae', 1],
    ['abc', 'xyz', 3],
  ])('from "%s" to "%s" is %d', (from, to, distance) => {
    expect(editDistance(from, to, 10)).toBe(distance);
    expect(editDistance(from, to, distance - 1)).toBe(Infinity);
  });

  it('is the same both ways, nothing only between equals, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (from, to) => {
        const distance = editDistance(from, to, 100);
        expect(editDistance(to, from, 100)).toBe(distance);
        expect(distance === 0).toBe(from === to);
        expect(distance).toBeLessThanOrEqual(Math.max(from.length, to.length));
      }),
    );
  });
});
