import type { SourceCatalogue } from '../scan/sourceCatalogue';
import { FileForest } from './fileForest';
import { MOST_DRIVES, NO_DRIVE } from './jobPlan';

/** How files are spread over drives: evenly, or over as few as possible. */
export type Spread = 'balance' | 'fill';

/** What is to be packed. Weights are bytes on a drive. */
export interface Load {
  readonly catalogue: SourceCatalogue;
  readonly fileWeight: Float64Array;
  readonly directoryWeight: Float64Array;
}

/** The drive of a file for which an attempt found no room. */
const REFUSED = MOST_DRIVES;

/** The result of packing a load. */
export interface Packing {
  /** The drive of each file, or `NO_DRIVE`. */
  readonly fileDrive: Uint8Array;
  /** The total weight of the files for which no drive has room. */
  readonly leftOver: number;
}

/**
 * If keeping directories together leaves something over, files that weigh at least this part of the smallest drive are
 * placed before all directories: often a few large files decide whether the rest fits.
 */
const largeFileParts = [Infinity, 1 / 4, 1 / 20, 1 / 200, 0];

/** The same part, for when drives are only counted. */
const LARGE_PART = 1 / 20;

/** By what part of the even share a drive may exceed it to keep a directory whole. */
const BALANCE_TOLERANCE = 0.05;

/** Packs a load onto drives, and keeps directories together where they fit. */
export class Packer {
  private readonly forest: FileForest;
  private readonly total: number;

  /** @param taken `NO_DRIVE` for the files to pack; others already have a drive */
  constructor(
    private readonly load: Load,
    private readonly taken: Uint8Array,
  ) {
    this.forest = new FileForest(load.catalogue);
    let total = 0;
    for (let file = 0; file < taken.length; file++) if (taken[file] === NO_DRIVE) total += load.fileWeight[file]!;
    this.total = total;
  }

  /** @param rooms how many bytes each drive can take; Infinity if unlimited */
  pack(rooms: readonly number[], spread: Spread): Packing {
    const all = rooms.map((_, drive) => drive);
    let best: Packing | undefined;
    const attempt = (drives: readonly number[], level: number): boolean => {
      for (const part of largeFileParts) {
        const packing = this.attempt(rooms, drives, level, part);
        if (best === undefined || packing.leftOver < best.leftOver) best = packing;
        if (packing.leftOver === 0) return true;
        // If the total does not fit, another order does not help.
        if (this.total > sumOf(drives, rooms)) return false;
      }
      return false;
    };
    if (spread === 'balance' && attempt(all, evenLevel(rooms, this.total))) return best!;
    const largestFirst = all.sort((a, b) => (rooms[a] === rooms[b] ? a - b : rooms[b]! - rooms[a]!));
    for (let count = 1; count <= rooms.length; count++) {
      const drives = largestFirst.slice(0, count);
      if (count < rooms.length && this.total > sumOf(drives, rooms)) continue;
      if (attempt(drives, Infinity)) break;
    }
    return best!;
  }

  /** How many drives with this much room take everything if they are filled one after the other; at most `most`. */
  drivesNeeded(room: number, most: number): number {
    const drives = Array.from({ length: most }, (_, drive) => drive);
    const { fileDrive } = new Attempt(
      this.load,
      this.forest,
      this.taken,
      new Array<number>(most).fill(room),
      drives,
      Infinity,
    ).run(LARGE_PART);
    let count = 0;
    for (let file = 0; file < fileDrive.length; file++)
      if (this.taken[file] === NO_DRIVE && fileDrive[file] !== NO_DRIVE) count = Math.max(count, fileDrive[file]! + 1);
    return count;
  }

  private attempt(rooms: readonly number[], drives: readonly number[], level: number, largePart: number): Packing {
    return new Attempt(
      this.load,
      this.forest,
      this.taken,
      rooms,
      [...drives].sort((a, b) => a - b),
      level,
    ).run(largePart);
  }
}

/** The share of each drive in an even spread; a drive with less room is filled. Like the level of water in vessels. */
function evenLevel(rooms: readonly number[], total: number): number {
  const sorted = [...rooms].sort((a, b) => a - b);
  let rest = total;
  for (let index = 0; index < sorted.length; index++) {
    const share = rest / (sorted.length - index);
    if (sorted[index]! >= share) return share;
    rest -= sorted[index]!;
  }
  return Infinity;
}

function sumOf(drives: readonly number[], rooms: readonly number[]): number {
  return drives.reduce((sum, drive) => sum + rooms[drive]!, 0);
}

/** One attempt to place everything. */
class Attempt {
  private readonly fileDrive: Uint8Array;
  private readonly room: number[];
  /** What is left of each drive's even share; may become negative. */
  private readonly share: number[];
  private readonly tolerance: number;
  private readonly own: Float64Array;
  private readonly subtree: Float64Array;
  private leftOver = 0;

  constructor(
    private readonly load: Load,
    private readonly forest: FileForest,
    taken: Uint8Array,
    rooms: readonly number[],
    private readonly drives: readonly number[],
    private readonly level: number,
  ) {
    this.fileDrive = new Uint8Array(new SharedArrayBuffer(taken.length));
    this.fileDrive.set(taken);
    this.room = [...rooms];
    this.share = rooms.map((room) => Math.min(room, level));
    this.tolerance = level === Infinity ? 0 : level * BALANCE_TOLERANCE;
    this.own = new Float64Array(forest.directoryCount);
    this.subtree = new Float64Array(forest.directoryCount);
  }

  run(largePart: number): Packing {
    if (largePart < Infinity) this.placeLarge(largePart * Math.min(...this.drives.map((drive) => this.room[drive]!)));
    this.weigh();
    this.place(0);
    if (this.leftOver > 0)
      for (let file = 0; file < this.fileDrive.length; file++)
        if (this.fileDrive[file] === REFUSED) this.fileDrive[file] = NO_DRIVE;
    return { fileDrive: this.fileDrive, leftOver: this.leftOver };
  }

  private placeLarge(least: number): void {
    const { fileWeight } = this.load;
    const large: number[] = [];
    for (let file = 0; file < fileWeight.length; file++)
      if (this.fileDrive[file] === NO_DRIVE && fileWeight[file]! >= least) large.push(file);
    large.sort((a, b) => fileWeight[b]! - fileWeight[a]! || a - b);
    for (const file of large) this.give(file, this.driveFor(fileWeight[file]!, false));
  }

  private weigh(): void {
    const { fileWeight, directoryWeight, catalogue } = this.load;
    const { targets, directories, files } = catalogue;
    const { own, subtree, fileDrive } = this;
    for (let file = 0; file < files.count; file++)
      if (fileDrive[file] === NO_DRIVE) own[directories.target[files.directory[file]!]!]! += fileWeight[file]!;
    for (let node = targets.count - 1; node >= 0; node--) {
      subtree[node]! += own[node]!;
      if (subtree[node] === 0) continue;
      subtree[node]! += directoryWeight[node]!;
      if (node > 0) subtree[targets.parent[node]!]! += subtree[node]!;
    }
  }

  /** Places a directory and everything in it: whole if possible, otherwise its contents separately, largest first. */
  private place(node: number): void {
    const weight = this.subtree[node]!;
    if (weight === 0) return;
    const drive = this.driveFor(weight, true);
    if (drive !== undefined) {
      this.forest.forEachFileBelow(node, (file) => {
        if (this.fileDrive[file] === NO_DRIVE) this.fileDrive[file] = drive;
      });
      this.take(drive, weight);
      return;
    }
    const children = this.forest.childrenOf(node).filter((child) => this.subtree[child]! > 0);
    children.sort((a, b) => this.subtree[b]! - this.subtree[a]! || a - b);
    let ownPlaced = this.own[node] === 0;
    for (const child of children) {
      if (!ownPlaced && this.own[node]! >= this.subtree[child]!) {
        this.placeFiles(node);
        ownPlaced = true;
      }
      this.place(child);
    }
    if (!ownPlaced) this.placeFiles(node);
  }

  /** Places the files directly in a directory: on one drive if possible, otherwise in order on drive after drive. */
  private placeFiles(node: number): void {
    const { fileWeight } = this.load;
    const whole = this.driveFor(this.own[node]! + this.load.directoryWeight[node]!, true);
    let drive = whole;
    if (whole !== undefined) this.take(whole, this.load.directoryWeight[node]!);
    this.forest.forEachFile(node, (file) => {
      if (this.fileDrive[file] !== NO_DRIVE) return;
      const weight = fileWeight[file]!;
      if (whole === undefined && (drive === undefined || this.room[drive]! < weight || this.share[drive]! <= 0))
        drive = this.driveFor(weight, false);
      this.give(file, drive);
    });
  }

  private give(file: number, drive: number | undefined): void {
    const weight = this.load.fileWeight[file]!;
    if (drive === undefined) {
      this.leftOver += weight;
      this.fileDrive[file] = REFUSED;
      return;
    }
    this.fileDrive[file] = drive;
    this.take(drive, weight);
  }

  private take(drive: number, weight: number): void {
    this.room[drive]! -= weight;
    this.share[drive]! -= weight;
  }

  /** The drive for this weight: the first one with room, or in an even spread the one with most of its share left. */
  private driveFor(weight: number, canBeSplit: boolean): number | undefined {
    let best: number | undefined;
    for (const drive of this.drives) {
      if (this.room[drive]! < weight) continue;
      if (this.level === Infinity) return drive;
      if (canBeSplit && this.share[drive]! + this.tolerance < weight) continue;
      if (best === undefined || this.share[drive]! > this.share[best]!) best = drive;
    }
    return best;
  }
}
