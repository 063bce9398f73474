import { ByteList, decodeBytes, sameBytes, type ByteText } from '../byteText';

type Numbers = Uint32Array | Float64Array;

const CHUNK_BITS = 15;
const CHUNK_LENGTH = 1 << CHUNK_BITS;

/** A list of numbers whose length is not known in advance: it grows in chunks and is never copied. */
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

/** The folder that holds the roots: `F:`, `/`, `\\server\share`. */
export const ROOT_FOLDER = 0;

const FNV_PRIME = 0x01000193;

/** Folders by number, each with its parent and name. A parent's number is lower than its children's. */
export class FolderTable {
  readonly #parents = new Column(Uint32Array);
  readonly #nameStarts = new Column(Uint32Array);
  readonly #names = new ByteList();
  /** Folder numbers plus one, by the hash of parent and name. */
  #slots = new Uint32Array(1024);
  readonly #name: ByteText = { bytes: this.#names.bytes, start: 0, end: 0 };

  constructor() {
    this.#parents.add(ROOT_FOLDER);
    this.#nameStarts.add(0);
  }

  get count(): number {
    return this.#parents.length;
  }

  parent(folder: number): number {
    return this.#parents.get(folder);
  }

  name(folder: number): string {
    return decodeBytes(this.nameBytes(folder, this.#name));
  }

  /** Sets `into` to the name of a folder. */
  nameBytes(folder: number, into: ByteText): ByteText {
    into.bytes = this.#names.bytes;
    into.start = this.#nameStarts.get(folder);
    into.end = folder + 1 < this.count ? this.#nameStarts.get(folder + 1) : this.#names.length;
    return into;
  }

  /** The number of a folder, which is created if it does not exist. */
  ensure(parent: number, name: ByteText): number {
    if (2 * this.count > this.#slots.length) this.#grow();
    const slot = this.#slotOf(parent, name);
    const found = this.#slots[slot]!;
    if (found !== 0) return found - 1;
    const folder = this.count;
    this.#slots[slot] = folder + 1;
    this.#parents.add(parent);
    this.#nameStarts.add(this.#names.add(name));
    return folder;
  }

  /** The number of a folder, if there is one. */
  find(parent: number, name: ByteText): number | undefined {
    const found = this.#slots[this.#slotOf(parent, name)]!;
    return found === 0 ? undefined : found - 1;
  }

  /** The slot of a folder, or the free one where it belongs. */
  #slotOf(parent: number, name: ByteText): number {
    const mask = this.#slots.length - 1;
    let slot = hash(parent, name) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const folder = this.#slots[slot]! - 1;
      if (this.#parents.get(folder) === parent && sameBytes(this.nameBytes(folder, this.#name), name)) break;
    }
    return slot;
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let folder = 1; folder < this.count; folder++) {
      let slot = hash(this.parent(folder), this.nameBytes(folder, this.#name)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = folder + 1;
    }
  }
}

/** FNV-1a. */
function hash(parent: number, { bytes, start, end }: ByteText): number {
  let value = Math.imul(0x811c9dc5 ^ parent, FNV_PRIME);
  for (let at = start; at < end; at++) value = Math.imul(value ^ bytes[at]!, FNV_PRIME);
  return (value ^ (value >>> 15)) >>> 0;
}
