import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteCount, parseByteCount } from './byteCount';

describe('a number of bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1234, '1.23 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [2_000_398_934_016, '2 TB'],
    [1_500_000_000_000_000_000, '1500 PB'],
  ])('%d is said as %s', (bytes, text) => {
    expect(byteCount(bytes)).toBe(text);
  });

  it.each([
    ['500G', 5e11],
    ['1.8T', 1.8e12],
    ['1.8 TB', 1.8e12],
    ['2000398934016', 2_000_398_934_016],
    ['64GiB', 2 ** 36],
    ['64gib', 2 ** 36],
    ['12kb', 12_000],
    ['0', undefined],
    ['', undefined],
    ['G', undefined],
    ['1e9', undefined],
    ['-5G', undefined],
    ['9999999999T', undefined],
    ['1.5.5G', undefined],
  ])('%s is read', (text, bytes) => {
    expect(parseByteCount(text)).toBe(bytes);
  });

  it('is read back to three digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_000_000_000_000 }), (bytes) => {
        const read = parseByteCount(byteCount(bytes).replace(/ bytes?$/, ''))!;
        expect(Math.abs(read - bytes) / bytes).toBeLessThan(0.0051);
      }),
    );
  });
});
