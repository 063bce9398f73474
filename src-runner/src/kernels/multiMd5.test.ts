import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernels, kernelMemory, SCRATCH_LENGTH } from './kernels';
import { createMultiMd5 } from './multiMd5';

const LENGTH = 1 << 20;
const kernels = createKernels(kernelMemory(SCRATCH_LENGTH + LENGTH));
const data = kernels.bytes.subarray(SCRATCH_LENGTH);
for (let i = 0, state = 1; i < LENGTH; i++) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  data[i] = state >>> 16;
}
const md5 = createMultiMd5(kernels);

function digests(messages: readonly (readonly [offset: number, length: number])[]): string[] {
  const result = new Uint8Array(16 * messages.length);
  md5.digest(
    messages.map(([offset]) => SCRATCH_LENGTH + offset),
    messages.map(([, length]) => length),
    messages.length,
    result,
  );
  return messages.map((_, index) => Buffer.from(result.subarray(16 * index, 16 * index + 16)).toString('hex'));
}

const expected = (messages: readonly (readonly [offset: number, length: number])[]): string[] =>
  messages.map(([offset, length]) =>
    createHash('md5')
      .update(data.subarray(offset, offset + length))
      .digest('hex'),
  );

describe('MD5 of many messages', () => {
  it('is that of node:crypto for every length around the edges of blocks', () => {
    const messages = Array.from({ length: 300 }, (_, length) => [length % 7, length] as const);
    expect(digests(messages)).toEqual(expected(messages));
  });

  it('is that of node:crypto for messages of any number, length and place', () => {
    const message = fc
      .oneof(fc.nat(200), fc.nat(5000), fc.nat(LENGTH / 8))
      .chain((length) => fc.tuple(fc.nat(LENGTH - length), fc.constant(length)));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
        expect(digests(messages)).toEqual(expected(messages));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the messages as they are', () => {
    const before = createHash('sha256').update(data).digest('hex');
    digests(Array.from({ length: 20 }, (_, index) => [index * 1000, 1000 * index] as const));
    expect(createHash('sha256').update(data).digest('hex')).toBe(before);
  });
});
