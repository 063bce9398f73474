import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchHashesIn, keptHashes } from './batchHashes';
import { BATCH_FILES, BATCH_LENGTH, SMALLEST_SLOT } from './tasks';

const memory = new Uint8Array(2 * SMALLEST_SLOT);

describe('The hashes of a batch', () => {
  it('are found where they were left, and in nobody else’s place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: BATCH_FILES }), fc.integer({ min: 0, max: 30_000 }), (files, ranges) => {
        memory.fill(0);
        const left = batchHashesIn(memory, 0, files, ranges);
        const columns = [left.rangeCounts, left.sha256, left.ranges.offsets, left.ranges.lengths, left.ranges.md5s];
        columns.forEach((column, index) => column.fill(index + 1));
        columns.forEach((column, index) => {
          expect(column.every((value) => value === index + 1)).toBe(true);
        });
        expect(batchHashesIn(memory, 0, files, ranges)).toEqual(left);
        // The records, and the files that lie in them, end before the hashes.
        expect(memory.subarray(0, BATCH_LENGTH + 2 * 1024 * BATCH_FILES).every((byte) => byte === 0)).toBe(true);
        expect(memory.subarray(SMALLEST_SLOT).every((byte) => byte === 0)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('stay when they are kept', () => {
    const left = batchHashesIn(memory, 0, 2, 3);
    left.ranges.md5s.fill(7);
    left.sha256.fill(8);
    const kept = keptHashes(left);
    memory.fill(0);
    expect([kept.ranges.md5s[5], kept.sha256[5], left.sha256[5]]).toEqual([7, 8, 0]);
  });

  it('are refused where they have no room', () => {
    expect(() => batchHashesIn(memory, 0, 1, 40_000)).toThrow('no room for 40000 ranges');
  });
});
