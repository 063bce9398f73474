import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSplitter } from './lineSplitter';

function linesOf(pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines;
}

it('gives the same lines however the text comes', () => {
  const text = fc.array(fc.constantFrom('a', 'ü', '\n', '\r\n', '{"x":1}')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(50)), (whole, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
      expect(linesOf(pieces)).toEqual(linesOf([whole]));
    }),
  );
});

it('gives a last line without an end, and none where there is nothing', () => {
  expect(linesOf(['a\r\nb'])).toEqual(['a', 'b']);
  expect(linesOf(['a\n'])).toEqual(['a']);
});
