import { describe, expect, it } from 'vitest';
import { Quantities } from './quantities';

/** Some languages put special spaces between numbers and units. */
const plain = (text: string): string => text.replaceAll(/\s/gu, ' ');

describe('Quantities', () => {
  const english = new Quantities('en');
  const german = new Quantities('de');

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [3_200_000_000, '3.2 GB'],
    [8e12, '8 TB'],
    [1.5e18, '1,500 PB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(plain(english.size(bytes))).toBe(text);
  });

  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [119, '1 min'],
    [3600, '1 hr'],
    [11_520, '3 hr 12 min'],
    [190_800, '2 days 5 hr'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(plain(english.duration(seconds))).toBe(text);
  });

  it('calls little never nothing, and what is not full never full', () => {
    expect([0, 0.0001, 0.5, 0.9999, 1].map((part) => english.percent(part))).toEqual([
      '0%',
      '1%',
      '50%',
      '99%',
      '100%',
    ]);
  });

  it('writes as the language does', () => {
    expect([plain(german.size(3_200_000)), german.count(1234567), plain(german.percent(0.5))]).toEqual([
      '3,2 MB',
      '1.234.567',
      '50 %',
    ]);
  });

  it('writes dates with their time', () => {
    const noon = new Date(2026, 4, 9, 12, 30).getTime();
    expect(plain(english.date(noon))).toBe('May 9, 2026, 12:30 PM');
    expect(plain(german.date(noon))).toBe('09.05.2026, 12:30');
    expect(english.date(Date.parse('then'))).toBe('');
  });

  it('takes any name of a language', () => {
    for (const language of ['qps-ploc', '', 'not a language', 'zh-cn'])
      expect(new Quantities(language).count(1)).toBe('1');
  });
});
