import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingColumn } from './growingColumn';

describe('a column', () => {
  it('keeps what was put into it while it grows, in shared memory', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 8 }), (steps) => {
        const column = new GrowingColumn(Uint32Array);
        let length = 0;
        for (const step of steps) {
          column.ensure(length + step);
          for (let index = length; index < length + step; index += 97) column.array[index] = index + 1;
          length += step;
        }
        const finished = column.finish(length);
        expect(finished).toHaveLength(length);
        expect(finished.buffer).toBeInstanceOf(SharedArrayBuffer);
        let start = 0;
        for (const step of steps) {
          for (let index = start; index < start + step; index += 97) expect(finished[index]).toBe(index + 1);
          start += step;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('can be empty', () => {
    expect(new GrowingColumn(BigInt64Array).finish(0)).toHaveLength(0);
  });
});
