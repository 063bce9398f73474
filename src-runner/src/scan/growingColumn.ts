/** Arrays that a column can use. */
export type ColumnArray = Uint8Array | Uint16Array | Uint32Array | Float64Array | BigInt64Array;
type ArrayType<T extends ColumnArray> = (new (buffer: SharedArrayBuffer, byteOffset: number, length: number) => T) & {
  readonly BYTES_PER_ELEMENT: number;
};

/** The ES2023 lib does not know that shared memory can grow in place (ES2024; Node 20 supports it). */
const GrowableBuffer = SharedArrayBuffer as unknown as new (
  length: number,
  options: { readonly maxByteLength: number },
) => SharedArrayBuffer & { grow(length: number): void };

/** Entries reserved at first; this takes address space, not memory. */
const FIRST_RESERVE = 64 * 1024;
const RESERVE_FACTOR = 16;
/** Memory grows in steps of this many bytes. */
const STEP_BYTES = 256 * 1024;

/**
 * Numbers in shared memory whose count is not known in advance. It grows in place within a reserved address range, so a
 * large column is neither copied nor held twice; it moves only at 64 Ki entries, 1 Mi, 16 Mi and so on.
 */
export class GrowingColumn<T extends ColumnArray> {
  array: T;
  private buffer: InstanceType<typeof GrowableBuffer>;
  private reserved = FIRST_RESERVE;

  constructor(private readonly type: ArrayType<T>) {
    this.buffer = this.reserve(FIRST_RESERVE);
    this.array = new type(this.buffer, 0, 0);
  }

  /** Makes room for `length` entries. Replaces `array` by another view of the same memory. */
  ensure(length: number): void {
    if (length <= this.array.length) return;
    const size = this.type.BYTES_PER_ELEMENT;
    if (length > this.reserved) {
      while (length > this.reserved) this.reserved *= RESERVE_FACTOR;
      const old = new Uint8Array(this.buffer);
      this.buffer = this.reserve(this.reserved);
      this.buffer.grow(old.length);
      new Uint8Array(this.buffer).set(old);
    }
    const bytes = Math.min(Math.max(length * size, this.buffer.byteLength + STEP_BYTES), this.reserved * size);
    this.buffer.grow(bytes);
    this.array = new this.type(this.buffer, 0, Math.floor(bytes / size));
  }

  /** The first `length` entries. */
  finish(length: number): T {
    this.ensure(length);
    return new this.type(this.buffer, 0, length);
  }

  private reserve(entries: number) {
    return new GrowableBuffer(0, { maxByteLength: entries * this.type.BYTES_PER_ELEMENT });
  }
}
