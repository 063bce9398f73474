import { RowGroup } from '../table/rowGroup';
import { isDirectorySource, Relation } from './datasetRelation';
import type { DatasetTableRow } from './datasetTableRow';

/** A directory that a source is or lies in. */
export interface DirectoryNode {
  /** The source key, with the separator it ends in. */
  readonly path: string;
  readonly parent: DirectoryNode | undefined;
  readonly children: Set<DirectoryNode>;
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
  private readonly nodes = new Map<string, DirectoryNode>();
  private latest: DirectoryNode | undefined;

  constructor(private readonly relate: Relate) {}

  add(row: DatasetTableRow): void {
    const { source } = row;
    const isDirectory = isDirectorySource(source);
    const node = this.node(isDirectory ? source : directoryOf(source, source.length));
    row.directory = node;
    row.slot = node.rows.length;
    node.rows.push(row);
    if (isDirectory) this.addSource(node, row);
    else this.relate(row, Relation.Covered, node.sources !== undefined || isCovered(node));
  }

  remove(row: DatasetTableRow): void {
    const node = row.directory!;
    const moved = node.rows.pop()!;
    if (moved !== row) {
      node.rows[row.slot] = moved;
      moved.slot = row.slot;
    }
    if (isDirectorySource(row.source)) this.removeSource(node, row);
    row.directory = undefined;
    this.prune(node);
  }

  /** The first row of the outermost directory that covers the row; else the first row of the same directory. */
  coveringRow(row: DatasetTableRow): DatasetTableRow | undefined {
    let outermost: DirectoryNode | undefined;
    const own = row.directory;
    for (let node = isDirectorySource(row.source) ? own?.parent : own; node; node = node.parent) {
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
    for (const row of node.rows) if (!isDirectorySource(row.source)) this.relate(row, Relation.Covered, on);
    const open = [...node.children];
    for (let below = open.pop(); below; below = open.pop()) {
      for (const row of below.rows) {
        if (below.sources === undefined || isDirectorySource(row.source)) this.relate(row, Relation.Covered, on);
      }
      if (below.sources === undefined) for (const child of below.children) open.push(child);
    }
  }

  private node(path: string): DirectoryNode {
    // Neighbouring rows mostly come from one directory.
    if (this.latest?.path === path) return this.latest;
    let node = this.nodes.get(path);
    if (!node) {
      const parentPath = directoryOf(path, path.length - 1);
      const parent = parentPath === '' ? undefined : this.node(parentPath);
      node = { path, parent, children: new Set(), rows: [], sources: undefined };
      parent?.children.add(node);
      this.nodes.set(path, node);
    }
    this.latest = node;
    return node;
  }

  private prune(from: DirectoryNode): void {
    let node: DirectoryNode | undefined = from;
    while (node?.rows.length === 0 && node.children.size === 0) {
      this.nodes.delete(node.path);
      node.parent?.children.delete(node);
      node = node.parent;
    }
    this.latest = undefined;
  }

  private readonly follows = (row: DatasetTableRow): void => {
    this.relate(row, Relation.SameDirectory, true);
  };

  private readonly leads = (row: DatasetTableRow): void => {
    this.relate(row, Relation.SameDirectory, false);
  };
}

/** The part of a source key before `end`, up to and with its last separator; empty where it has none. */
function directoryOf(source: string, end: number): string {
  // Behind a negative index, lastIndexOf would look at the first character all the same.
  if (end <= 0) return '';
  const separator = source.startsWith('/') ? '/' : '\\';
  return source.slice(0, source.lastIndexOf(separator, end - 1) + 1);
}

function isCovered(node: DirectoryNode): boolean {
  for (let above = node.parent; above; above = above.parent) if (above.sources) return true;
  return false;
}
