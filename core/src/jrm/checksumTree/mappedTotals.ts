import type { ChecksumTree } from './checksumTree';

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
    const around = node && nearest(node.kind === 'folder' ? tree.folders.parent(node.id) : tree.folderOf(node.id), node.kind === 'folder' ? node.id : undefined);
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
