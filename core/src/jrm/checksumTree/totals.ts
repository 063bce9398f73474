import { decodeBytes, sameBytes, type ByteText } from '../byteText';
import type { ChecksumTree } from './checksumTree';

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

/** How many files there are somewhere, and how long they are together. */
export interface MappedTotal {
  files: number;
  /** Bytes, of those whose size is known. */
  bytes: number;
}

/**
 * What each mapping of a JRM brings, by where its files were: a file belongs to the mapping whose source is nearest to it, and
 * to the first of several with the same source. For a JRM whose checksums do not name their blobs.
 *
 * @param sources directories, or single files, as the mappings name them
 */
export function mappedTotals(tree: ChecksumTree, sources: readonly string[]): MappedTotal[] {
  const totals: MappedTotal[] = [];
  const nodes = sources.map((source) => tree.find(source));
  const ofFolder = new Map<number, MappedTotal>();
  const ofFile = new Map<number, MappedTotal>();
  for (const node of nodes) {
    const of = node?.kind === 'folder' ? ofFolder : ofFile;
    const total: MappedTotal = { files: 0, bytes: 0 };
    if (node && !of.has(node.id)) {
      of.set(node.id, total);
      total.files = node.kind === 'folder' ? node.files : 1;
      total.bytes = node.kind === 'folder' ? node.bytes : (node.size ?? 0);
    }
    totals.push(total);
  }
  // What is inside of another's source is not that one's.
  const own = totals.map((total) => ({ ...total }));
  nodes.forEach((node, index) => {
    const around =
      node &&
      nearest(
        node.kind === 'folder' ? tree.folders.parent(node.id) : tree.folderOf(node.id),
        node.kind === 'folder' ? node.id : undefined,
      );
    if (!around) return;
    around.files -= own[index]!.files;
    around.bytes -= own[index]!.bytes;
  });
  return totals;

  function nearest(from: number, inside: number | undefined): MappedTotal | undefined {
    let folder = from;
    // The root is its own parent.
    for (let below = inside; folder !== below; below = folder, folder = tree.folders.parent(folder)) {
      const total = ofFolder.get(folder);
      if (total) return total;
    }
    return undefined;
  }
}
