type Numbers = Uint32Array | Float64Array;

const CHUNK_BITS = 15;
const CHUNK_LENGTH = 1 << CHUNK_BITS;

/** Numbers without knowing how many there will be: it grows by chunks, and is never copied. */
export class Column {
  readonly #type: new (length: number) => Numbers;
  readonly #chunks: Numbers[] = [];
  length = 0;

  constructor(type: new (length: number) => Numbers) {
    this.#type = type;
  }

  add(value: number): void {
    const at = this.length & (CHUNK_LENGTH - 1);
    if (at === 0) this.#chunks.push(new this.#type(CHUNK_LENGTH));
    this.#chunks[this.length >>> CHUNK_BITS]![at] = value;
    this.length++;
  }

  get(index: number): number {
    return this.#chunks[index >>> CHUNK_BITS]![index & (CHUNK_LENGTH - 1)]!;
  }

  set(index: number, value: number): void {
    this.#chunks[index >>> CHUNK_BITS]![index & (CHUNK_LENGTH - 1)] = value;
  }
}
