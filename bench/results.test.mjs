import { describe, expect, it } from 'vitest';
import { resultsText, verdict } from './results.mjs';

const row = (what, kept = 'yes') => ({ what, figure: '1 ms', peer: '', times: '', promise: '≤ 2 ms', kept });
const run = (rows, leftOut, previous = '') =>
  resultsText({ rows, machine: 'Sneakernet on a machine', leftOut, previous });

describe('A row of the benchmarks', () => {
  it.each([
    ['', undefined, 'measured'],
    ['≤ 2 ms', true, 'yes'],
    ['≤ 2 ms', false, '**no**'],
    ['≤ 2 ms', undefined, 'not measured'],
  ])('with the promise "%s" and the verdict %s is: %s', (promise, isKept, expected) => {
    expect(verdict(promise, isKept)).toBe(expected);
  });

  it('without a promise cannot be kept', () => {
    expect(() => verdict('', true)).toThrow(/without a promise/);
  });
});

describe('The table of the benchmarks', () => {
  const whole = run([row('opening'), row('typing')]);

  it('holds the rows of one run where everything was measured, and none of the run before', () => {
    expect(run([row('opening')], undefined, whole)).not.toContain('typing');
    expect(whole).not.toMatch(/partial|earlier/i);
  });

  it('says that a run was partial, and sets apart what it did not measure', () => {
    const partial = run([row('typing', '**no**'), row('hover')], 'typing alone', whole);
    const [same, earlier] = partial.split('## Of earlier runs');
    expect(same).toContain('**A partial run**: typing alone.');
    expect(same).toContain('| typing | 1 ms |  |  | ≤ 2 ms | **no** |\n| hover |');
    expect(same).not.toContain('opening');
    expect(earlier).toContain('| opening |');
    expect(earlier).not.toContain('| typing |');
  });

  it('keeps what several partial runs measured, each row once', () => {
    const second = run([row('opening')], 'opening alone', run([row('typing')], 'typing alone', whole));
    expect(second.match(/\| opening \|/g)).toHaveLength(1);
    expect(second.match(/\| typing \|/g)).toHaveLength(1);
    expect(second.match(/## Of earlier runs/g)).toHaveLength(1);
  });
});
