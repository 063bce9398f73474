import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureLength } from './measureLength';

describe('the length of a device', () => {
  it('is found by trying which sectors can be read, with few tries', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(100), fc.nat(2 ** 42)), (sectors) => {
        let tries = 0;
        const length = measureLength((offset, bytes) => {
          tries += 1;
          return offset + bytes <= 512 * sectors;
        });
        expect(length).toBe(512 * sectors);
        expect(tries).toBeLessThan(100);
      }),
    );
  });

  it('ends where a drive cannot be', () => {
    expect(measureLength(() => true)).toBeGreaterThan(2 ** 50);
  });
});
