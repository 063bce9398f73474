import { INDEX_BLOCK_BYTES, INDEX_END } from './ntfsFormat';

/** Where entries begin in an index block: after its header and the update sequence array of its eight sectors. */
export const FIRST_ENTRY = 0x40;
const CAPACITY = INDEX_BLOCK_BYTES - FIRST_ENTRY;
const POINTER = 8;
/** The longest entry: a name of 255 units and a pointer. */
const LONGEST_ENTRY = 600;

/** Takes each block when it is full. `bytes` are valid during the call; entries end at `used`. */
export type BlockSink = (block: number, bytes: Uint8Array, used: number, isLeaf: boolean) => void;

class Level {
  used = 0;
  /** Where the last entry begins, and the block that its pointer refers to. */
  last = 0;
  lastChild = 0;
  readonly bytes: Uint8Array | undefined;
  /** A copy of the entry that moves up, because the end of its node overwrites it. */
  readonly promoted: Uint8Array | undefined;

  constructor(writes: boolean) {
    this.bytes = writes ? new Uint8Array(INDEX_BLOCK_BYTES) : undefined;
    this.promoted = writes ? new Uint8Array(LONGEST_ENTRY) : undefined;
  }
}

/**
 * Builds an index bottom up from sorted entries: each node is filled completely and closed, and its last entry moves up
 * as the separator. Blocks are numbered in the order in which they are closed, so they can be written front to back
 * with only one block per level in memory. Without a sink it only counts. Every node has at least one entry.
 */
export class IndexTree {
  /** The number of blocks closed so far. */
  blocks = 0;
  /** The next entry, for `add`. */
  readonly entry = new Uint8Array(LONGEST_ENTRY);
  private readonly levels: Level[] = [];

  constructor(
    /** Converts the number of a block to the VCN used in pointers. */
    private readonly vcnsPerBlock: number,
    private readonly sink?: BlockSink,
  ) {}

  /** Adds the first `length` bytes of `entry`, an entry without a pointer. */
  add(length: number): void {
    this.addTo(0, this.entry, length, 0);
  }

  /** Closes all open nodes and returns the number of the top block. At least one entry must have been added. */
  finish(): number {
    let child = 0;
    for (let height = 0; height < this.levels.length; height++) child = this.close(height, child);
    return child;
  }

  private addTo(height: number, source: Uint8Array, length: number, child: number): void {
    const level = (this.levels[height] ??= new Level(this.sink !== undefined));
    const pointer = height === 0 ? 0 : POINTER;
    if (level.used + length + pointer + INDEX_END + pointer > CAPACITY) {
      const promotedLength = level.used - level.last - pointer;
      level.promoted?.set(level.bytes!.subarray(FIRST_ENTRY + level.last, FIRST_ENTRY + level.last + promotedLength));
      level.used = level.last;
      const closed = this.close(height, level.lastChild);
      this.addTo(height + 1, level.promoted ?? source, promotedLength, closed);
    }
    level.last = level.used;
    level.lastChild = child;
    level.used += length + pointer;
    if (!level.bytes) return;
    const at = FIRST_ENTRY + level.last;
    level.bytes.set(source.subarray(0, length), at);
    this.setHead(level.bytes, at, length, height > 0, child);
  }

  /** Sets the length and flags of an entry, and its pointer, which follows it. */
  private setHead(bytes: Uint8Array, at: number, length: number, hasChild: boolean, child: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const whole = length + (hasChild ? POINTER : 0);
    view.setUint16(at + 8, whole, true);
    view.setUint16(at + 12, hasChild ? 1 : 0, true);
    if (hasChild) view.setBigUint64(at + length, BigInt(child * this.vcnsPerBlock), true);
  }

  private close(height: number, child: number): number {
    const level = this.levels[height]!;
    const { bytes } = level;
    if (bytes) {
      const at = FIRST_ENTRY + level.used;
      bytes.fill(0, at);
      this.setHead(bytes, at, INDEX_END, height > 0, child);
      bytes[at + 12]! |= 2;
      this.sink!(this.blocks, bytes, at + INDEX_END + (height > 0 ? POINTER : 0), height === 0);
    }
    level.used = 0;
    return this.blocks++;
  }
}
