import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, contentSpan } from './fieldContent';
import { contentEdit } from './fieldEdit';
import { spanInField } from './fieldSpan';
import { testRecord, withEdits } from '../../test/record';

const value = fc.string({ unit: fc.constantFrom('a', '"', '\\', 'é', '😀', ' ', 'b'), maxLength: 12 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('a stretch of a field', () => {
  it('is where its text stands in the record, doubled quotes and all', () => {
    fc.assert(
      fc.property(value, fc.nat(12), fc.nat(12), (text, one, other) => {
        const from = Math.min(one, other, text.length);
        const to = Math.min(Math.max(one, other), text.length);
        const line = `x,${quoted(text)},y`;
        const { start, end } = spanInField(testRecord(line)[1]!, from, to);
        expect(line.slice(start, end).replaceAll('""', '"')).toBe(text.slice(from, to));
      }),
      { numRuns: 2000 },
    );
  });

  it("begins behind the field's start where there are no quotes", () => {
    expect(spanInField(testRecord('x,abc,y')[1]!, 1, 3)).toEqual({ start: 3, end: 5 });
  });

  it('passes over stray quotes, which are no part of the value', () => {
    expect(spanInField({ value: 'abc', start: 2, end: 6, quoted: false, raw: 'a"bc' }, 1, 3)).toEqual({
      start: 4,
      end: 6,
    });
  });

  it('stays inside a field that was never closed', () => {
    const field = { value: 'a"b', start: 0, end: 5, quoted: true, raw: '"a""b' };
    expect(spanInField(field, 2, 3)).toEqual({ start: 4, end: 5 });
    expect(spanInField({ ...field, value: 'ab', raw: '"ab', end: 3 }, 0, 2)).toEqual({ start: 1, end: 3 });
  });

  it('stays inside a field with text after its closing quote', () => {
    const field = { value: 'ab', start: 0, end: 4, quoted: true, raw: '"a"b' };
    const { start, end } = spanInField(field, 0, 2);
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(4);
  });
});

describe('the content of a field', () => {
  const fieldOf = (text: string) => testRecord(`x,${text}`)[1]!;

  it.each([
    ['  abc ', 'abc'],
    ['abc', 'abc'],
    ['', ''],
    ['   ', ''],
    ['" abc"', 'abc'],
    ['é', 'é'],
  ])('of %j is %j', (text, content) => {
    expect(contentOf(fieldOf(text))).toBe(content);
  });

  it.each(['“abc”', '”abc', 'abc“', '«abc»', ' „abc‟ '])('of %s is left to the rule for typographic quotes', (text) => {
    expect(contentOf(fieldOf(text))).toBeUndefined();
  });

  it('is found again behind its leading spaces', () => {
    const line = 'x,"  a""b "';
    const { start, end } = contentSpan(testRecord(line)[1]!, 0, 3);
    expect(line.slice(start, end)).toBe('a""b');
  });
});

describe('an edit of a field', () => {
  it('leaves the record with the wanted value, whatever is inserted', () => {
    const inserted = fc.string({ unit: fc.constantFrom('a', ',', '"', '/', 'é'), maxLength: 5 });
    fc.assert(
      fc.property(value, inserted, fc.boolean(), fc.nat(12), (text, insertion, isQuoted, place) => {
        fc.pre(text.trim() === text && (isQuoted || !text.includes('"')));
        const at = Math.min(place, text.length);
        const line = `x,${isQuoted ? quoted(text) : text},y`;
        const edited = withEdits(line, [contentEdit(testRecord(line)[1]!, at, at, insertion)]);
        expect(testRecord(edited).map((field) => field.value)).toEqual([
          'x',
          text.slice(0, at) + insertion + text.slice(at),
          'y',
        ]);
      }),
    );
  });
});
