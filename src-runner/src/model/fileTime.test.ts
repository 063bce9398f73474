import { describe, expect, it } from 'vitest';
import { fileTimeOf, statTimeOf } from './fileTime';

const nanoseconds = (date: string) => BigInt(Date.parse(date)) * 1_000_000n;
const now = Date.parse('2026-11-30');

describe('the time of a file', () => {
  it('before 1970 is told as a later one by Node on Windows, and is right all the same', () => {
    const wrapped = nanoseconds('1960-05-05') + 2n ** 32n * 1_000_000_000n;
    expect(statTimeOf(wrapped, now, 'win32')).toBe(fileTimeOf(nanoseconds('1960-05-05')));
    expect(statTimeOf(wrapped, now, 'linux')).toBe(fileTimeOf(wrapped));
  });

  it('after 1970 is what it is on every system', () => {
    for (const date of ['1970-01-01', '2001-09-09', '2026-11-29', '2037-01-01'])
      for (const platform of ['win32', 'linux', 'darwin'] as const)
        expect(statTimeOf(nanoseconds(date), now, platform)).toBe(fileTimeOf(nanoseconds(date)));
  });

  it('after 2038 is right once that has come', () => {
    const later = nanoseconds('2040-02-02');
    expect(statTimeOf(later, Date.parse('2041-01-01'), 'win32')).toBe(fileTimeOf(later));
  });
});
