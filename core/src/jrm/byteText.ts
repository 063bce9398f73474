/** A text as UTF-8 bytes within a larger array. It is valid only until the next one is read. */
export interface ByteText {
  bytes: Uint8Array;
  start: number;
  end: number;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function newText(bytes = new Uint8Array(0), end = bytes.length): ByteText {
  return { bytes, start: 0, end };
}

export function encodeText(text: string): ByteText {
  return newText(encoder.encode(text));
}

export function decodeBytes({ bytes, start, end }: ByteText): string {
  return decoder.decode(bytes.subarray(start, end));
}

export function sameBytes(one: ByteText, other: ByteText): boolean {
  const length = one.end - one.start;
  if (other.end - other.start !== length) return false;
  for (let at = 0; at < length; at++) if (one.bytes[one.start + at] !== other.bytes[other.start + at]) return false;
  return true;
}

/** Texts as bytes in one array, one after the other, without an object for each. */
export class ByteList {
  bytes = new Uint8Array(4096);
  length = 0;

  /** @returns the offset of the text in `bytes` */
  add({ bytes, start, end }: ByteText): number {
    const at = this.length;
    this.#ensure(at + end - start);
    // Most texts are names, for which a loop is faster than a view.
    for (let from = start, to = at; from < end; from++, to++) this.bytes[to] = bytes[from]!;
    this.length = at + end - start;
    return at;
  }

  addText(text: string): void {
    this.add(encodeText(text));
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
