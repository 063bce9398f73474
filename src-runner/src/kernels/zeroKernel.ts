import { type FunctionDefinition, get, i32, repeatWhile, returnIf, set, v128 } from './wasmAssembler';

const DATA = 0;
const END = 1;
const STRIDE = 128;

/**
 * `isNotZero(data, end)`: 1 if any byte from `data` to `end` is not zero. The distance has to be a positive multiple of
 * 128 bytes.
 */
export const isNotZero: FunctionDefinition = {
  name: 'isNotZero',
  parameters: 2,
  words: 0,
  vectors: 0,
  body: () => [
    repeatWhile(
      [
        returnIf(
          v128.anyTrue(
            Array.from({ length: STRIDE / 16 }, (_, index) => v128.load(get(DATA), 16 * index)).reduce((a, b) =>
              v128.or(a, b),
            ),
          ),
          i32.const(1),
        ),
        set(DATA, i32.add(get(DATA), i32.const(STRIDE))),
      ],
      i32.sub(get(END), get(DATA)),
    ),
    i32.const(0),
  ],
};
