import { Relation } from './datasetRelation';
import type { DatasetTableRow, DirectoryNode } from './datasetTableRow';
import { FingerprintMap } from './fingerprintMap';
import type { Fingerprint, KeyFingerprint } from './keyFingerprint';
import { RowIndex } from './rowIndex';
import type { RowGroup } from './rowIndex';

/** The rows whose source is a certain directory: none, one, or several. */
export type SameSource = DatasetTableRow | RowGroup<DatasetTableRow> | undefined;

/** Called when a relation of a row changes. */
export type Relate = (row: DatasetTableRow, relation: number, on: boolean) => void;

/** The directories that contain sources. A row is covered if a directory above its source is itself a source. */
export class DirectoryTree {
  private readonly nodes = new FingerprintMap<DirectoryNode>();
  /** The directory looked up last: neighboring rows usually share one. */
  private latest: DirectoryNode | undefined;
  /** Rows whose source is a directory, by that directory. */
  private readonly sources: RowIndex<DatasetTableRow>;

  /** `expected`: roughly how many rows there will be. */
  constructor(
    private readonly relate: Relate,
    expected: number,
  ) {
    this.sources = new RowIndex((row, follows) => {
      relate(row, Relation.SameDirectory, follows);
    }, expected);
  }

  /** Adds a row whose keys are in `keys`. If its source is a directory, returns the other rows with that source. */
  add(row: DatasetTableRow, keys: KeyFingerprint): SameSource {
    const node = this.holder(keys);
    row.directory = node;
    if (node) {
      row.slot = node.rows.length;
      node.rows.push(row);
      if (node.covers) this.relate(row, Relation.Covered, true);
    }
    return keys.isDirectory ? this.addSource(row, keys.directory) : undefined;
  }

  /** Removes a row whose keys are in `keys`. Returns the remaining rows with the same directory as their source. */
  remove(row: DatasetTableRow, keys: KeyFingerprint): SameSource {
    const left = keys.isDirectory ? this.removeSource(row, keys.directory) : undefined;
    this.detach(row);
    return left;
  }

  private detach(row: DatasetTableRow): void {
    const node = row.directory;
    if (!node) return;
    // The last row fills the gap.
    const moved = node.rows.pop()!;
    if (moved !== row) {
      node.rows[row.slot] = moved;
      moved.slot = row.slot;
    }
    row.directory = undefined;
    this.prune(node);
  }

  /** The first row of the outermost directory that covers the row; otherwise the first row with the same directory. */
  coveringRow(row: DatasetTableRow, keys: KeyFingerprint): DatasetTableRow | undefined {
    let outermost: DirectoryNode | undefined;
    for (let node = row.directory; node; node = node.parent) if (node.isSource) outermost = node;
    return this.sources.first(outermost ?? keys.directory);
  }

  private addSource(row: DatasetTableRow, directory: Fingerprint): SameSource {
    const others = this.sources.add(directory, row);
    const node = others ? undefined : this.nodes.get(directory.low, directory.high);
    if (node) {
      node.isSource = true;
      if (!node.covers) this.cover(node, true);
    }
    return others;
  }

  private removeSource(row: DatasetTableRow, directory: Fingerprint): SameSource {
    const left = this.sources.remove(directory, row);
    const node = left ? undefined : this.nodes.get(directory.low, directory.high);
    if (node) {
      node.isSource = false;
      if (!node.parent?.covers) this.cover(node, false);
    }
    return left;
  }

  /**
   * Sets or clears the relation for everything in a directory, except below directories that cover their content
   * themselves.
   */
  private cover(node: DirectoryNode, on: boolean): void {
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      next.covers = on;
      for (const row of next.rows) this.relate(row, Relation.Covered, on);
      for (const child of next.children ?? []) if (!child.isSource) open.push(child);
    }
  }

  /** The directory that contains the source; creates it and its parents where needed. `undefined` for a root. */
  private holder({ ancestorLows, ancestorHighs, ancestorCount }: KeyFingerprint): DirectoryNode | undefined {
    let missing = ancestorCount - 1;
    if (missing < 0) return undefined;
    const { latest } = this;
    if (latest?.low === ancestorLows[missing] && latest?.high === ancestorHighs[missing]) return latest;
    let node: DirectoryNode | undefined;
    while (missing >= 0 && !(node = this.nodes.get(ancestorLows[missing]!, ancestorHighs[missing]!))) missing--;
    for (let i = missing + 1; i < ancestorCount; i++) node = this.create(ancestorLows[i]!, ancestorHighs[i]!, node);
    this.latest = node;
    return node;
  }

  private create(low: number, high: number, parent: DirectoryNode | undefined): DirectoryNode {
    const key = { low, high };
    const isSource = this.sources.first(key) !== undefined;
    const node: DirectoryNode = {
      low,
      high,
      parent,
      children: undefined,
      rows: [],
      isSource,
      covers: isSource || parent?.covers === true,
    };
    if (parent) (parent.children ??= new Set()).add(node);
    this.nodes.set(key, node);
    return node;
  }

  private prune(from: DirectoryNode): void {
    this.latest = undefined;
    let node: DirectoryNode | undefined = from;
    while (node?.rows.length === 0 && !node.children?.size) {
      this.nodes.delete(node.low, node.high);
      node.parent?.children?.delete(node);
      node = node.parent;
    }
  }
}
