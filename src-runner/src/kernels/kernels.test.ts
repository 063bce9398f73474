import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernels, kernelMemory, SCRATCH_LENGTH } from './kernels';

const LENGTH = 5000;

describe('looking for zeros', () => {
  it('sees any byte that is not, and none outside', () => {
    const kernels = createKernels(kernelMemory(SCRATCH_LENGTH + LENGTH));
    const place = fc.nat(LENGTH - 1);
    fc.assert(
      fc.property(place, place, place, (a, b, at) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        kernels.bytes[SCRATCH_LENGTH + at] = 1;
        const found = !kernels.isZero(SCRATCH_LENGTH + start, SCRATCH_LENGTH + end);
        kernels.bytes[SCRATCH_LENGTH + at] = 0;
        expect(found).toBe(start <= at && at < end);
        expect(kernels.isZero(SCRATCH_LENGTH + start, SCRATCH_LENGTH + end)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the memory of kernels', () => {
  it('is at most 2 GiB', () => {
    expect(() => kernelMemory(2 ** 31 + 1)).toThrow('Kernels work in at most 32768 pages of 64 KiB, not in 32769.');
  });
});
