import { Relation } from './datasetRelation';
import { FingerprintMap } from './fingerprintMap';
import type { KeyFingerprint } from './keyFingerprint';
import { RowGroup } from './rowIndex';
import type { DatasetTableRow } from './datasetTableRow';

/** A directory that a source is or lies in. */
export interface DirectoryNode {
  /** Fingerprint of the path. */
  readonly low: number;
  readonly high: number;
  readonly parent: DirectoryNode | undefined;
  children: Set<DirectoryNode> | undefined;
  /** Rows whose source is a file in the directory, or the directory itself. */
  readonly rows: DatasetTableRow[];
  /** Those whose source is the directory itself. */
  sources: RowGroup<DatasetTableRow> | DatasetTableRow | undefined;
}

/** Tells of a change in a row's relations. */
export type Relate = (row: DatasetTableRow, relation: number, on: boolean) => void;

/**
 * The directories of all sources. A row is covered where a directory above its own, or for a file the
 * directory it lies in, is a source itself.
 */
export class DirectoryTree {
  private readonly nodes = new FingerprintMap<DirectoryNode>();

  constructor(private readonly relate: Relate) {}

  /** Adds a row whose keys are those in `keys`. A source without any directory is left out. */
  add(row: DatasetTableRow, keys: KeyFingerprint): void {
    const node = this.node(keys);
    if (!node) return;
    row.directory = node;
    row.slot = node.rows.length;
    node.rows.push(row);
    if (row.isDirectory) this.addSource(node, row);
    else this.relate(row, Relation.Covered, node.sources !== undefined || isCovered(node));
  }

  remove(row: DatasetTableRow): void {
    const node = row.directory;
    if (!node) return;
    const moved = node.rows.pop()!;
    if (moved !== row) {
      node.rows[row.slot] = moved;
      moved.slot = row.slot;
    }
    if (row.isDirectory) this.removeSource(node, row);
    row.directory = undefined;
    this.prune(node);
  }

  /** The first row of the outermost directory that covers the row; else the first row of the same directory. */
  coveringRow(row: DatasetTableRow): DatasetTableRow | undefined {
    let outermost: DirectoryNode | undefined;
    const own = row.directory;
    for (let node = row.isDirectory ? own?.parent : own; node; node = node.parent) {
      if (node.sources) outermost = node;
    }
    const sources = (outermost ?? own)?.sources;
    return sources instanceof RowGroup ? sources.first : sources;
  }

  private addSource(node: DirectoryNode, row: DatasetTableRow): void {
    const covered = isCovered(node);
    this.relate(row, Relation.Covered, covered);
    if (node.sources === undefined) {
      node.sources = row;
      if (!covered) this.cover(node, true);
      return;
    }
    if (!(node.sources instanceof RowGroup)) node.sources = new RowGroup(node.sources);
    node.sources.add(row, this.follows, this.leads);
  }

  private removeSource(node: DirectoryNode, row: DatasetTableRow): void {
    if (!(node.sources instanceof RowGroup)) {
      node.sources = undefined;
      if (!isCovered(node)) this.cover(node, false);
      return;
    }
    node.sources.remove(row, this.leads);
    if (node.sources.size === 1) node.sources = node.sources.first;
  }

  /** Sets or clears the relation for all that lies below a directory, as far as no directory in between covers it too. */
  private cover(node: DirectoryNode, on: boolean): void {
    for (const row of node.rows) if (!row.isDirectory) this.relate(row, Relation.Covered, on);
    const open = [...(node.children ?? [])];
    for (let below = open.pop(); below; below = open.pop()) {
      for (const row of below.rows) {
        if (below.sources === undefined || row.isDirectory) this.relate(row, Relation.Covered, on);
      }
      if (below.sources === undefined) for (const child of below.children ?? []) open.push(child);
    }
  }

  /** The directory that the source is, or lies in, with all above it. */
  private node(keys: KeyFingerprint): DirectoryNode | undefined {
    const { ancestorLows, ancestorHighs, ancestorCount } = keys;
    if (keys.isDirectory) {
      const { low, high } = keys.directory;
      return this.nodes.get(low, high) ?? this.create(low, high, this.ancestor(keys, ancestorCount - 1));
    }
    if (ancestorCount === 0) return undefined;
    const known = this.nodes.get(ancestorLows[ancestorCount - 1]!, ancestorHighs[ancestorCount - 1]!);
    return known ?? this.ancestor(keys, ancestorCount - 1);
  }

  private ancestor({ ancestorLows, ancestorHighs }: KeyFingerprint, index: number): DirectoryNode | undefined {
    let missing = index;
    let node: DirectoryNode | undefined;
    while (missing >= 0 && !(node = this.nodes.get(ancestorLows[missing]!, ancestorHighs[missing]!))) missing--;
    for (let i = missing + 1; i <= index; i++) node = this.create(ancestorLows[i]!, ancestorHighs[i]!, node);
    return node;
  }

  private create(low: number, high: number, parent: DirectoryNode | undefined): DirectoryNode {
    const node = { low, high, parent, children: undefined, rows: [], sources: undefined };
    if (parent) (parent.children ??= new Set()).add(node);
    this.nodes.set(node, node);
    return node;
  }

  private prune(from: DirectoryNode): void {
    let node: DirectoryNode | undefined = from;
    while (node?.rows.length === 0 && !node.children?.size) {
      this.nodes.delete(node.low, node.high);
      node.parent?.children?.delete(node);
      node = node.parent;
    }
  }

  private readonly follows = (row: DatasetTableRow): void => {
    this.relate(row, Relation.SameDirectory, true);
  };

  private readonly leads = (row: DatasetTableRow): void => {
    this.relate(row, Relation.SameDirectory, false);
  };
}

function isCovered(node: DirectoryNode): boolean {
  for (let above = node.parent; above; above = above.parent) if (above.sources) return true;
  return false;
}
