import { decodeBytes, sameBytes, type ByteText } from '../byteText';

/** How many files belong to something, and how long they are together. */
export interface GroupTotal {
  /** The container or drive; empty where a checksum names none. */
  readonly name: string;
  files: number;
  /** Bytes, of those whose size is known. */
  bytes: number;
}

interface Group extends GroupTotal {
  readonly text: ByteText;
}

/** More are counted together: a job has few containers and drives, and a broken file has as many as it has records. */
const MOST_GROUPS = 10_000;

/** Adds up files by a text that few of them differ in. */
export class GroupTotals {
  readonly #groups = new Map<string, Group>();
  #last: Group | undefined;

  /** @param size in bytes; NaN where it is not known */
  add(name: ByteText, size: number): void {
    const group = this.#last && sameBytes(this.#last.text, name) ? this.#last : this.#group(name);
    this.#last = group;
    group.files++;
    if (size >= 0) group.bytes += size;
  }

  get all(): readonly GroupTotal[] {
    return [...this.#groups.values()].map(({ name, files, bytes }) => ({ name, files, bytes }));
  }

  #group(text: ByteText): Group {
    const name = decodeBytes(text);
    let group = this.#groups.get(name);
    if (group) return group;
    if (this.#groups.size >= MOST_GROUPS) return this.#groups.get('…') ?? this.#new('…', text);
    group = this.#new(name, text);
    return group;
  }

  #new(name: string, { bytes, start, end }: ByteText): Group {
    const copy = bytes.slice(start, end);
    const group = { name, files: 0, bytes: 0, text: { bytes: copy, start: 0, end: copy.length } };
    this.#groups.set(name, group);
    return group;
  }
}
