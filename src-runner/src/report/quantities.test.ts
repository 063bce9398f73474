import { describe, expect, it } from 'vitest';
import { countText, durationText } from './quantities';

describe('A duration', () => {
  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [83.2, '1 min 23 s'],
    [3599.9, '1 h'],
    [3600 * 3 + 12 * 60, '3 h 12 min'],
    [86_400 * 2 + 5 * 3600, '2 d 5 h'],
  ])('of %d seconds is written %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('A count', () => {
  it.each([
    [0, '0 files'],
    [1, '1 file'],
    [1234567, '1,234,567 files'],
  ])('of %d is written %s', (count, text) => {
    expect(countText(count, 'file')).toBe(text);
  });
});
