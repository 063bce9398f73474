import { Relation } from './datasetRelation';
import type { DatasetTableRow, DirectoryNode } from './datasetTableRow';
import { FingerprintMap } from './fingerprintMap';
import type { Fingerprint, KeyFingerprint } from './keyFingerprint';
import { RowIndex } from './rowIndex';
import type { RowGroup } from './rowIndex';

/** The rows that have one directory as their source: one, or several, or none. */
export type SameSource = DatasetTableRow | RowGroup<DatasetTableRow> | undefined;

/** Tells of a change in a row's relations. */
export type Relate = (row: DatasetTableRow, relation: number, on: boolean) => void;

/** The directories that hold sources. A row is covered where one above its own source is a source itself. */
export class DirectoryTree {
  private readonly nodes = new FingerprintMap<DirectoryNode>();
  /** The directory that was looked up last: neighbouring rows mostly come from one. */
  private latest: DirectoryNode | undefined;
  /** Rows whose source is a directory, by that directory. */
  private readonly sources: RowIndex<DatasetTableRow>;

  /** `expected`: about how many rows there will be. */
  constructor(
    private readonly relate: Relate,
    expected: number,
  ) {
    this.sources = new RowIndex((row, follows) => {
      relate(row, Relation.SameDirectory, follows);
    }, expected);
  }

  /** Adds a row whose keys are in `keys`. Returns the other rows that have its directory as their source, if it is one. */
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

  /** Removes a row whose keys are in `keys`. Returns the rows that are left with its directory as their source. */
  remove(row: DatasetTableRow, keys: KeyFingerprint): SameSource {
    const left = keys.isDirectory ? this.removeSource(row, keys.directory) : undefined;
    this.detach(row);
    return left;
  }

  private detach(row: DatasetTableRow): void {
    const node = row.directory;
    if (!node) return;
    // The last row takes the place that becomes free.
    const moved = node.rows.pop()!;
    if (moved !== row) {
      node.rows[row.slot] = moved;
      moved.slot = row.slot;
    }
    row.directory = undefined;
    this.prune(node);
  }

  /** The first row of the outermost directory that covers the row; else the first row of the same directory. */
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

  /** Sets or clears the relation for all that a directory holds, as far as no directory in between covers it too. */
  private cover(node: DirectoryNode, on: boolean): void {
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      next.covers = on;
      for (const row of next.rows) this.relate(row, Relation.Covered, on);
      for (const child of next.children ?? []) if (!child.isSource) open.push(child);
    }
  }

  /** The directory that holds the source, with all above it; `undefined` for a root. */
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
