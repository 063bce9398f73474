import { type FunctionDefinition, get, i32, i32x4, i64x2, repeatWhile, set, v128 } from './wasmAssembler';

/** AES blocks, 16 bytes each, in a sector of 512 bytes. */
const BLOCKS = 32;

const DATA = 0;
const TWEAKS = 1;
const SECTORS = 2;
const TWEAK = 3;

/** α in GF(2^128) (IEEE 1619): what a bit shifted out at the top adds at the bottom. */
const REDUCTION = [0x87, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];

/**
 * The tweak times α: each half is doubled; the bit shifted out of the low half enters the high one, the one shifted out
 * of the high half comes back as 0x87. An arithmetic shift spreads both bits over a word, and a shuffle moves them to
 * where the mask selects them.
 */
const doubled = i64x2.shl(get(TWEAK), 1);
const carried = v128.and(
  i32x4.shuffle(i32x4.shrSigned(get(TWEAK), 31), i32x4.shrSigned(get(TWEAK), 31), [3, 3, 1, 1]),
  v128.const(REDUCTION),
);

/**
 * `xorTweaks(data, tweaks, sectors)`: combines whole sectors (at least one) with the stream of tweaks that begins, for each, with the
 * encrypted sector number in `tweaks`. XTS-AES (IEEE 1619, section 5.3) does this before and after AES.
 */
export const xorTweaks: FunctionDefinition = {
  name: 'xorTweaks',
  parameters: 3,
  words: 0,
  vectors: 1,
  body: () => [
    repeatWhile(
      [
        set(TWEAK, v128.load(get(TWEAKS))),
        ...Array.from({ length: BLOCKS }, (_, block) => [
          ...v128.store(get(DATA), v128.xor(v128.load(get(DATA), 16 * block), get(TWEAK)), 16 * block),
          ...(block === BLOCKS - 1 ? [] : set(TWEAK, v128.xor(doubled, carried))),
        ]),
        set(DATA, i32.add(get(DATA), i32.const(16 * BLOCKS))),
        set(TWEAKS, i32.add(get(TWEAKS), i32.const(16))),
        set(SECTORS, i32.sub(get(SECTORS), i32.const(1))),
      ],
      get(SECTORS),
    ),
    i32.const(0),
  ],
};
