import { decodeBytes, sameBytes, type ByteText } from '../byteText';
import type { ChecksumTree } from './checksumTree';

/** The number and total size of the files in a group. */
export interface GroupTotal {
  /** The container or drive; empty for checksums that name none. */
  readonly name: string;
  files: number;
  /** Total bytes of the files whose size is known. */
  bytes: number;
}

interface Group extends GroupTotal {
  readonly text: ByteText;
}

/**
 * Further groups are counted together: a job has few containers and drives, but a broken file can have as many as it
 * has records.
 */
const MOST_GROUPS = 10_000;

/** Sums files by a text that has few different values. */
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

/** The number and total size of a mapping's files. */
export interface MappedTotal {
  files: number;
  /** Total bytes of the files whose size is known. */
  bytes: number;
}

/**
 * What each mapping of a JRM contributes, by the paths of its files: a file belongs to the mapping whose source is
 * nearest above it, and to the first of several with the same source. For a JRM whose checksums do not name their
 * blobs.
 *
 * @param sources directories or single files, as the mappings name them
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
  // Files inside a nested source do not count for the outer one.
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
