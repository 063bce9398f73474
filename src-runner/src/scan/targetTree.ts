import { ntfsNameKey } from '#core/names/ntfsName';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import type { CatalogueBuilder } from './catalogueBuilder';
import { NameFingerprints } from './nameFingerprints';

/** Something that a directory on the drive already holds. */
export interface TargetEntry {
  readonly name: string;
  readonly isDirectory: boolean;
  /** The row that brought it. */
  readonly row: number;
  readonly node: number;
}

/** A directory of the drive while the sources for it are read. */
export interface TargetDirectory {
  readonly node: number;
  /** How many rows bring the contents of a directory here or to a directory above. */
  readonly covers: number;
  /** Its entries by key; undefined if a single source directory fills it. */
  readonly entries: Map<string, TargetEntry> | undefined;
}

interface PlannedDirectory {
  readonly node: number;
  readonly parent: PlannedDirectory | undefined;
  readonly entries: Map<string, TargetEntry>;
  readonly children: Map<number, PlannedDirectory>;
  rows: number;
  isTimed: boolean;
}

/** Directories that only a destination names have no times from a source: the writer of the volume sets its own. */
const NO_TIMES: FileTimes = { created: 0n, modified: 0n, accessed: 0n };

/**
 * The directories on the drives. If several records meet in a directory, or one names a file in another's directory,
 * all its entries are remembered by the key under which NTFS compares names. Otherwise a directory on the drive is one
 * directory of a source.
 */
export class TargetTree {
  private readonly root: PlannedDirectory;
  private readonly planned = new Map<number, PlannedDirectory>();

  constructor(private readonly builder: CatalogueBuilder) {
    this.root = this.add(undefined, '');
  }

  /**
   * Finds or adds the directories of a destination.
   *
   * @param onCollision told of a name on the way that differs from another one only in case, or is a file's
   * @returns the number of the last one
   */
  plant(segments: readonly string[], row: number, onCollision: (name: string, entry: TargetEntry) => void): number {
    let at = this.root;
    for (const name of segments) {
      const key = ntfsNameKey(name);
      const found = at.entries.get(key);
      if (found && (found.name !== name || !found.isDirectory)) onCollision(name, found);
      const known = found && at.children.get(found.node);
      if (known) {
        at = known;
        continue;
      }
      const next = this.add(at, name);
      if (!found) at.entries.set(key, { name, isDirectory: true, row, node: next.node });
      at.children.set(next.node, next);
      at = next;
    }
    return at.node;
  }

  /** Adds a file to a planted directory. Returns the entry that already has that name. */
  plantFile(node: number, name: string, row: number): TargetEntry | undefined {
    const { entries } = this.planned.get(node)!;
    const key = ntfsNameKey(name);
    const found = entries.get(key);
    if (!found) entries.set(key, { name, isDirectory: false, row, node });
    return found;
  }

  /** Announces that a row will bring the contents of a directory to a planted one. */
  plantDirectory(node: number): void {
    this.planned.get(node)!.rows++;
  }

  /** The planted directory that a row's contents go to, once all rows are planted. */
  open(node: number, times: FileTimes | undefined): TargetDirectory {
    const planned = this.planned.get(node)!;
    if (times && !planned.isTimed) {
      planned.isTimed = true;
      this.builder.targets.retime(node, times);
    }
    let covers = 0;
    for (let at: PlannedDirectory | undefined = planned; at; at = at.parent) covers += at.rows;
    return { node, covers, entries: covers > 1 || planned.entries.size > 0 ? planned.entries : undefined };
  }

  /** Adds a directory below another one, or finds it if other rows bring theirs. */
  enter(parent: TargetDirectory, name: string, entry: TargetEntry | undefined, times: FileTimes): TargetDirectory {
    const planned = entry?.isDirectory === true ? this.planned.get(entry.node) : undefined;
    if (planned) return this.open(planned.node, times);
    if (parent.covers > 1) {
      const above = this.planned.get(parent.node)!;
      const next = this.add(above, name);
      this.builder.targets.retime(next.node, times);
      next.isTimed = true;
      above.children.set(next.node, next);
      return { node: next.node, covers: parent.covers, entries: next.entries };
    }
    return { node: this.builder.targets.append(parent.node, name, times), covers: parent.covers, entries: undefined };
  }

  private add(parent: PlannedDirectory | undefined, name: string): PlannedDirectory {
    const node = this.builder.targets.append(parent?.node ?? 0, name, NO_TIMES);
    const planned = {
      node,
      parent,
      entries: new Map<string, TargetEntry>(),
      children: new Map<number, PlannedDirectory>(),
      rows: 0,
      isTimed: false,
    };
    this.planned.set(node, planned);
    return planned;
  }
}

const isLower = /^[^A-Z\u0080-\uffff]*$/;
const isUpper = /^[^a-z\u0080-\uffff]*$/;

/** Whether different names are certainly different for NTFS, too: all are in lower case, or all in upper case. */
export function differInMoreThanCase(names: Iterable<string>): boolean {
  let lower = true;
  let upper = true;
  for (const name of names) {
    lower &&= isLower.test(name);
    upper &&= isUpper.test(name);
    if (!lower && !upper) return false;
  }
  return true;
}

/** The entries of a directory on the drive while a source directory is read into it. */
export interface HeldNames {
  /**
   * The entry with this name, or one that NTFS takes for the same. Call it once for each entry, which is added if there
   * is none.
   */
  find(name: string): TargetEntry | undefined;
  add(entry: TargetEntry): void;
}

/**
 * What the names of a source directory are compared with; undefined if they cannot collide with anything.
 *
 * @param names the names, as they will be on the drive
 */
export function heldNames({ entries }: TargetDirectory, names: readonly string[], row: number): HeldNames | undefined {
  if (entries) {
    return {
      find: (name) => entries.get(ntfsNameKey(name)),
      add: (entry) => entries.set(ntfsNameKey(entry.name), entry),
    };
  }
  if (differInMoreThanCase(names)) return undefined;
  const fingerprints = new NameFingerprints(names.length);
  return {
    find: (name) => {
      if (!fingerprints.add(name)) return undefined;
      const key = ntfsNameKey(name);
      const other = names.find((candidate) => candidate !== name && ntfsNameKey(candidate) === key);
      return other === undefined ? undefined : { name: other, isDirectory: false, row, node: -1 };
    },
    add: () => undefined,
  };
}
