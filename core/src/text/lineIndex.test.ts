import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex, positionOf } from './lineIndex';

describe('the position of an offset', () => {
  it('is where the text before it ends, whatever the lines end in', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '😀'), maxLength: 20 });
    fc.assert(
      fc.property(text, fc.nat(25), (whole, place) => {
        const offset = Math.min(place, whole.length);
        fc.pre(!(whole[offset - 1] === '\r' && whole[offset] === '\n'));
        const before = whole.slice(0, offset).split(/\r\n|\r|\n/);
        const position = { line: before.length - 1, character: before.at(-1)!.length };
        expect(new LineIndex(whole).position(offset)).toEqual(position);
        expect(positionOf(whole, offset)).toEqual(position);
      }),
    );
  });
});
