import { type Code, type FunctionDefinition, get, i32, i32x4, repeatWhile, set, v128 } from './wasmAssembler';

/** Messages per call: four in the lanes of a vector, and two vectors, whose steps hide each other's latency. */
export const MD5_LANES = 8;
const GROUPS = MD5_LANES / 4;

/** Where the parts of the function's table lie, in bytes from its beginning. */
export const Md5Table = {
  /** 64 vectors: the additive constant of each step, in every lane. */
  constants: 0,
  /** For each group of four lanes the words A, B, C, D, each a vector. */
  state: 1024,
  /** Eight 32-bit addresses of the lanes' data; advanced by the call. */
  addresses: 1024 + GROUPS * 64,
  length: 1024 + GROUPS * 64 + 4 * MD5_LANES,
} as const;

/** RFC 1321, section 3.4: shifts of the four rounds, and which word of the block each step uses. */
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const WORDS = [
  (step: number) => step,
  (step: number) => 5 * step + 1,
  (step: number) => 3 * step + 5,
  (step: number) => 7 * step,
];

/** The additive constant of step `index`: the integer part of 2^32 × |sin(index + 1)|. */
export const md5Constant = (index: number): number => Math.floor(2 ** 32 * Math.abs(Math.sin(index + 1)));

const TABLE = 0;
const BLOCKS = 1;
const FIRST_ADDRESS = 2;
const FIRST_VECTOR = FIRST_ADDRESS + MD5_LANES;
const STATE = FIRST_VECTOR;
const SAVED = STATE + 4 * GROUPS;
const BLOCK = SAVED + 4 * GROUPS;
const SPARE = BLOCK + 16 * GROUPS;

const eachGroup = (code: (group: number) => Code): Code =>
  Array.from({ length: GROUPS }, (_, group) => code(group)).flat();
const address = (group: number, lane: number): number => FIRST_ADDRESS + 4 * group + lane;

/**
 * What a step adds from B, C and D. Sums of disjoint bits replace "or", so that what does not depend on B is added
 * early.
 */
function mixed(round: number, sum: Code, [b, c, d]: readonly [Code, Code, Code]): Code {
  switch (round) {
    case 0:
      return i32x4.add(sum, v128.xor(d, v128.and(b, v128.xor(c, d))));
    case 1:
      return i32x4.add(i32x4.add(sum, v128.andnot(c, d)), v128.and(b, d));
    case 2:
      return i32x4.add(sum, v128.xor(b, v128.xor(c, d)));
    default:
      return i32x4.add(sum, v128.xor(c, v128.or(b, v128.not(d))));
  }
}

const rotatedLeft = (value: Code, spare: number, bits: number): Code => [
  ...set(spare, value),
  ...v128.or(i32x4.shl(get(spare), bits), i32x4.shrUnsigned(get(spare), 32 - bits)),
];

function step(index: number, group: number): Code {
  const round = index >> 4;
  const word = WORDS[round]!(index & 15) & 15;
  // The roles of the four words rotate by one with each step.
  const [a, b, c, d] = [0, 1, 2, 3].map((role) => STATE + 4 * group + ((role - index) & 3)) as [
    number,
    number,
    number,
    number,
  ];
  const sum = i32x4.add(
    i32x4.add(get(a), v128.load(get(TABLE), Md5Table.constants + 16 * index)),
    get(BLOCK + 16 * group + word),
  );
  const turned = rotatedLeft(mixed(round, sum, [get(b), get(c), get(d)]), SPARE + group, SHIFTS[round]![index & 3]!);
  return set(a, i32x4.add(turned, get(b)));
}

/** Reads sixteen bytes of each of a group's four messages and transposes them into four vectors of one word each. */
function loadWords(group: number, quarter: number): Code {
  const words = BLOCK + 16 * group + 4 * quarter;
  const load = (lane: number): Code => v128.load(get(address(group, lane)), 16 * quarter);
  const spares = [0, 1, 2, 3].map((index) => SPARE + GROUPS + index) as [number, number, number, number];
  return [
    ...[0, 1, 2, 3].flatMap((lane) => set(words + lane, load(lane))),
    ...set(spares[0], i32x4.shuffle(get(words), get(words + 1), [0, 4, 1, 5])),
    ...set(spares[1], i32x4.shuffle(get(words), get(words + 1), [2, 6, 3, 7])),
    ...set(spares[2], i32x4.shuffle(get(words + 2), get(words + 3), [0, 4, 1, 5])),
    ...set(spares[3], i32x4.shuffle(get(words + 2), get(words + 3), [2, 6, 3, 7])),
    ...set(words, i32x4.shuffle(get(spares[0]), get(spares[2]), [0, 1, 4, 5])),
    ...set(words + 1, i32x4.shuffle(get(spares[0]), get(spares[2]), [2, 3, 6, 7])),
    ...set(words + 2, i32x4.shuffle(get(spares[1]), get(spares[3]), [0, 1, 4, 5])),
    ...set(words + 3, i32x4.shuffle(get(spares[1]), get(spares[3]), [2, 3, 6, 7])),
  ];
}

const stateOffset = (index: number): number => Md5Table.state + 16 * index;
const stateIndexes = Array.from({ length: 4 * GROUPS }, (_, index) => index);
const lanes = Array.from({ length: MD5_LANES }, (_, lane) => lane);

/**
 * `md5Blocks(table, blocks)`: processes `blocks` (at least one) blocks of 64 bytes of each of the eight messages. MD5:
 * RFC 1321.
 */
export const md5Blocks: FunctionDefinition = {
  name: 'md5Blocks',
  parameters: 2,
  words: MD5_LANES,
  vectors: SPARE + GROUPS + 4 - FIRST_VECTOR,
  body: () => [
    ...lanes.map((lane) => set(FIRST_ADDRESS + lane, i32.load(get(TABLE), Md5Table.addresses + 4 * lane))),
    ...stateIndexes.map((index) => set(STATE + index, v128.load(get(TABLE), stateOffset(index)))),
    repeatWhile(
      [
        ...stateIndexes.map((index) => set(SAVED + index, get(STATE + index))),
        ...[0, 1, 2, 3].map((quarter) => eachGroup((group) => loadWords(group, quarter))),
        ...Array.from({ length: 64 }, (_, index) => eachGroup((group) => step(index, group))),
        ...stateIndexes.map((index) => set(STATE + index, i32x4.add(get(STATE + index), get(SAVED + index)))),
        ...lanes.map((lane) => set(FIRST_ADDRESS + lane, i32.add(get(FIRST_ADDRESS + lane), i32.const(64)))),
        set(BLOCKS, i32.sub(get(BLOCKS), i32.const(1))),
      ],
      get(BLOCKS),
    ),
    ...stateIndexes.map((index) => v128.store(get(TABLE), get(STATE + index), stateOffset(index))),
    ...lanes.map((lane) => i32.store(get(TABLE), get(FIRST_ADDRESS + lane), Md5Table.addresses + 4 * lane)),
    i32.const(0),
  ],
};
