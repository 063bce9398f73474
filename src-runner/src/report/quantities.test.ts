import { describe, expect, it } from 'vitest';
import { countText, durationText, sizeText } from './quantities';

describe('A size', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [3_210_000_000, '3.2 GB'],
    [1e15, '1.0 PB'],
    [5e18, '5000 PB'],
  ])('of %d is written %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});

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
