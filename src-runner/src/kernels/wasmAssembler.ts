/**
 * A small assembler for WebAssembly: expressions are nested calls, a module is a list of functions over one imported
 * shared memory. The kernels are loops unrolled by a few lines of TypeScript, which no text format offers, and code
 * emitted at startup needs no build step. Encodings: WebAssembly core specification, chapter 5; its SIMD and threads
 * proposals.
 */
export type Code = readonly number[];

const ValueType = { i32: 0x7f, v128: 0x7b } as const;

const unsigned = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value >>> 0; ;) {
    const low = rest & 0x7f;
    rest >>>= 7;
    if (rest === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};

const signed = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value | 0; ;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const unary =
  (opcode: Code) =>
  (a: Code): Code => [...a, ...opcode];
const binary =
  (opcode: Code) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode];

/** Local variables: the parameters first. */
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];

/** Repeats `body` until `condition`, evaluated after each iteration, is zero. */
export const repeatWhile = (body: readonly Code[], condition: Code): Code => [
  0x03,
  0x40,
  ...body.flat(),
  ...condition,
  0x0d,
  0x00,
  0x0b,
];

/** Returns `value` from the function if `condition` is not zero. */
export const returnIf = (condition: Code, value: Code): Code => [...condition, 0x04, 0x40, ...value, 0x0f, 0x0b];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: binary([0x6a]),
  sub: binary([0x6b]),
  and: binary([0x71]),
  xor: binary([0x73]),
  shrUnsigned: (a: Code, bits: number): Code => [...a, ...i32.const(bits), 0x76],
  rotateRight: (a: Code, bits: number): Code => [...a, ...i32.const(bits), 0x78],
  load: (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x36, 2, ...unsigned(offset)],
};

export const v128 = {
  /** Sixteen bytes at an address, which may be unaligned. */
  load: (address: Code, offset = 0): Code => [...address, ...simd(0), 0, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...simd(11), 0, ...unsigned(offset)],
  const: (bytes: readonly number[]): Code => [...simd(12), ...bytes],
  not: unary(simd(77)),
  and: binary(simd(78)),
  /** a & ~b */
  andnot: binary(simd(79)),
  or: binary(simd(80)),
  xor: binary(simd(81)),
  anyTrue: unary(simd(83)),
};

const shuffleBytes = (a: Code, b: Code, bytes: readonly number[]): Code => [...a, ...b, ...simd(13), ...bytes];

export const i32x4 = {
  shl: (a: Code, bits: number): Code => [...a, ...i32.const(bits), ...simd(171)],
  shrSigned: (a: Code, bits: number): Code => [...a, ...i32.const(bits), ...simd(172)],
  shrUnsigned: (a: Code, bits: number): Code => [...a, ...i32.const(bits), ...simd(173)],
  add: binary(simd(174)),
  /** Selects four of the eight words of `a` (0 to 3) and `b` (4 to 7). */
  shuffle: (a: Code, b: Code, words: readonly number[]): Code =>
    shuffleBytes(
      a,
      b,
      words.flatMap((word) => [4 * word, 4 * word + 1, 4 * word + 2, 4 * word + 3]),
    ),
};

export const i64x2 = {
  shl: (a: Code, bits: number): Code => [...a, ...i32.const(bits), ...simd(203)],
};

/**
 * A function that takes `parameters` 32-bit numbers and returns one. Locals are numbered after the parameters: `words`,
 * then `vectors`.
 */
export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: number;
  readonly words: number;
  readonly vectors: number;
  /** Built on demand, because not every thread uses every function. */
  readonly body: () => readonly Code[];
}

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, items: readonly Code[]): Code => {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
};
const name = (text: string): Code => vector(Array.from(new TextEncoder().encode(text), (byte) => [byte]));

/** The binary of a module with these functions, over the shared memory imported as `kernels.memory`. */
export function assembleModule(functions: readonly FunctionDefinition[]): Uint8Array {
  const types = functions.map(({ parameters }): Code => [
    0x60,
    ...vector(Array<Code>(parameters).fill([ValueType.i32])),
    1,
    ValueType.i32,
  ]);
  const memory: Code = [...name('kernels'), ...name('memory'), 0x02, 0x03, 0, ...unsigned(MAXIMUM_PAGES)];
  const bodies = functions.map(({ words, vectors, body }): Code => {
    const locals: Code[] = [
      [...unsigned(words), ValueType.i32],
      [...unsigned(vectors), ValueType.v128],
    ];
    const code = [...vector(locals), ...body().flat(), 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map((definition, index): Code => [...name(definition.name), 0x00, ...unsigned(index)]),
    ),
    ...section(10, bodies),
  ]);
}

/** The largest memory that a module accepts: 2 GiB, so that addresses are positive 32-bit numbers. */
export const MAXIMUM_PAGES = 32_768;
