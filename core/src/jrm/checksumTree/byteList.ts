import type { ByteText } from './byteText';

const FIRST_LENGTH = 4096;

/** Bytes, one text behind the other, without an object for each. */
export class ByteList {
  bytes = new Uint8Array(FIRST_LENGTH);
  length = 0;

  /** @returns where the text begins in `bytes` */
  add({ bytes, start, end }: ByteText): number {
    const at = this.length;
    this.#ensure(at + end - start);
    // Most texts are names, for which a loop is quicker than a view.
    for (let from = start, to = at; from < end; from++, to++) this.bytes[to] = bytes[from]!;
    this.length = at + end - start;
    return at;
  }

  addByte(byte: number): void {
    this.#ensure(this.length + 1);
    this.bytes[this.length++] = byte;
  }

  clear(): void {
    this.length = 0;
  }

  #ensure(length: number): void {
    if (length <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(length, Math.ceil(this.bytes.length * 1.5)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}
