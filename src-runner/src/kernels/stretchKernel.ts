import { type Code, type FunctionDefinition, get, i32, repeatWhile, set } from './wasmAssembler';

/**
 * Where the parts of the function's table lie, in bytes from its beginning. All are 32-bit words in the machine's byte
 * order.
 */
export const StretchTable = {
  /** The message of 88 bytes as SHA-256 sees it, padded to two blocks: last hash, password's hash, salt, counter. */
  message: 0,
  length: 128,
} as const;

/** Where the parts of the message lie. */
export const StretchMessage = { hash: 0, passwordHash: 32, salt: 64, counter: 80, end: 88, bits: 124 } as const;

const BLOCK = 64;

/** The first 32 bits of a fractional part; our numbers have more than 45. */
const fractionBits = (value: number): number => Math.floor((value % 1) * 2 ** 32) | 0;

const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate++)
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);

/** FIPS 180-4, section 4.2.2: from the cube roots of the first 64 primes; 5.3.3: from the square roots of eight. */
const K = primes.map((prime) => fractionBits(Math.cbrt(prime)));
const INITIAL = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

const TABLE = 0;
const FIRST_ROUND = 1;
const END_ROUND = 2;
const POINTER = 3;
const WORDS = 4;
const WORK = WORDS + 16;
const STATE = WORK + 8;
const SPARE = STATE + 8;

const eight = [0, 1, 2, 3, 4, 5, 6, 7];
const xor3 = (a: Code, b: Code, c: Code): Code => i32.xor(a, i32.xor(b, c));
const rotations = (local: number, [a, b, c]: readonly [number, number, number]): Code =>
  xor3(i32.rotateRight(get(local), a), i32.rotateRight(get(local), b), i32.rotateRight(get(local), c));
const shifted = (local: number, [a, b, c]: readonly [number, number, number]): Code =>
  xor3(i32.rotateRight(get(local), a), i32.rotateRight(get(local), b), i32.shrUnsigned(get(local), c));

/** One of the 64 steps of a block. The roles of the eight words rotate by one with each step. */
function step(index: number): Code {
  const [a, b, c, d, e, f, g, h] = eight.map((role) => WORK + ((role - index) & 7)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const word = (offset: number): number => WORDS + ((index + offset) & 15);
  const scheduled = i32.add(
    i32.add(get(word(0)), shifted(word(1), [7, 18, 3])),
    i32.add(get(word(9)), shifted(word(14), [17, 19, 10])),
  );
  const choice = i32.xor(get(g), i32.and(get(e), i32.xor(get(f), get(g))));
  const majority = i32.xor(i32.and(get(a), get(b)), i32.and(get(c), i32.xor(get(a), get(b))));
  const first = i32.add(
    i32.add(i32.add(get(h), i32.const(K[index]!)), get(word(0))),
    i32.add(choice, rotations(e, [6, 11, 25])),
  );
  return [
    ...(index < 16 ? [] : set(word(0), scheduled)),
    ...set(SPARE, first),
    ...set(d, i32.add(get(d), get(SPARE))),
    ...set(h, i32.add(get(SPARE), i32.add(majority, rotations(a, [2, 13, 22])))),
  ];
}

/** Adds a block of the message to the state (FIPS 180-4, section 6.2.2). */
const block = (): readonly Code[] => [
  ...Array.from({ length: 16 }, (_, word) => set(WORDS + word, i32.load(get(POINTER), 4 * word))),
  ...eight.map((index) => set(WORK + index, get(STATE + index))),
  ...Array.from({ length: 64 }, (_, index) => step(index)),
  ...eight.map((index) => set(STATE + index, i32.add(get(STATE + index), get(WORK + index)))),
  set(POINTER, i32.add(get(POINTER), i32.const(BLOCK))),
];

/** A word with its bytes reversed. */
const swapped = (local: number): Code =>
  i32.add(
    i32.and(i32.rotateRight(get(local), 8), i32.const(0xff00_ff00 | 0)),
    i32.and(i32.rotateRight(get(local), 24), i32.const(0x00ff_00ff)),
  );

/**
 * `stretch(table, first, end)`: the rounds from `first` to before `end` of the hash by which BitLocker derives a key
 * from a recovery password: SHA-256 of {last hash, SHA-256 of the password, salt, round as a 64-bit little-endian
 * number}.
 */
export const stretch: FunctionDefinition = {
  name: 'stretch',
  parameters: 3,
  words: SPARE + 1 - POINTER,
  vectors: 0,
  body: () => [
    repeatWhile(
      [
        i32.store(get(TABLE), swapped(FIRST_ROUND), StretchMessage.counter),
        ...eight.map((index) => set(STATE + index, i32.const(INITIAL[index]!))),
        set(POINTER, get(TABLE)),
        repeatWhile(block(), i32.sub(i32.add(get(TABLE), i32.const(2 * BLOCK)), get(POINTER))),
        ...eight.map((index) => i32.store(get(TABLE), get(STATE + index), StretchMessage.hash + 4 * index)),
        set(FIRST_ROUND, i32.add(get(FIRST_ROUND), i32.const(1))),
      ],
      i32.sub(get(END_ROUND), get(FIRST_ROUND)),
    ),
    i32.const(0),
  ],
};
