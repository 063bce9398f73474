import { SECTOR_LENGTH } from '#core/limits/limits';
import { BLOCK_LENGTH, SHA256_LENGTH, type RangeColumns } from '../model/copyResult';
import { DriveTasks } from './driveTasks';
import {
  BATCH_FILES,
  BATCH_LENGTH,
  type CheckBatch,
  type DriveSetup,
  type ExtentPairs,
  type Fault,
  type Reply,
  type Task,
  type TaskOf,
} from './tasks';
import type { TakeSlot, WorkerPool } from './workerPool';

/** A file on a drive, and what it should contain. */
export interface FileToCheck {
  /** The caller's number for the file; ascending. */
  readonly file: number;
  /** Bytes. */
  readonly size: number;
  /**
   * Where the file lies: pairs of offset on the volume and length, in bytes and whole clusters. They end with the
   * cluster that holds the file's end; the bytes after that end have to be zero.
   */
  readonly extents: ArrayLike<number>;
  /** 32 bytes; undefined if unknown. */
  readonly sha256: Uint8Array | undefined;
  /** Sorted, at most `BLOCK_LENGTH` bytes each; they need not cover the file. */
  readonly ranges: RangeColumns;
}

export interface Mismatch extends Omit<Fault, 'index'> {
  readonly file: number;
}

export interface ReadBackOptions {
  readonly pool: WorkerPool;
  readonly setup: Omit<DriveSetup, 'drive' | 'image'>;
  /** Taken as the reading proceeds. Files without extents must be left out. */
  readonly files: Iterable<FileToCheck>;
  /** Called as mismatches are found: not in the order of the files. */
  readonly onMismatch: (mismatch: Mismatch) => void;
  readonly onProgress?: (progress: { readonly bytes: number; readonly files: number }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads files back from a drive: decrypts them and compares their SHA-256, the MD5 of each range, and the zeros after
 * their ends.
 *
 * @returns Whether all files were read; false if the signal stopped it.
 * @throws TargetError when the drive is gone. Places that cannot be read are mismatches.
 */
export function readBack(options: ReadBackOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    new DriveCheck(options, resolve, reject).begin();
  });
}

/** A large file under way. */
interface LargeFile {
  readonly toCheck: FileToCheck;
  /** Bytes from here on have not been decrypted yet. */
  openTo: number;
  /** Bytes from here on have not been hashed yet. */
  hashTo: number;
  nextRange: number;
  /** The thread that hashes it. */
  worker: number | undefined;
  isHashing: boolean;
  isUnreadable: boolean;
}

interface OpenedChunk {
  readonly large: LargeFile;
  readonly task: TaskOf<'openChunk'>;
}

type Pending =
  | { readonly kind: 'files'; readonly files: readonly number[]; readonly bytes: number }
  | { readonly kind: 'chunk'; readonly chunk: OpenedChunk };

class DriveCheck extends DriveTasks<Pending, boolean> {
  readonly work = 'check';
  private readonly files: Iterator<FileToCheck>;
  private upcoming: FileToCheck | undefined;
  private large: LargeFile | undefined;
  private opened: OpenedChunk[] = [];
  private bytes = 0;
  private filesDone = 0;

  constructor(
    private readonly options: ReadBackOptions,
    resolve: (isComplete: boolean) => void,
    reject: (error: unknown) => void,
  ) {
    super(options, resolve, reject);
    this.files = options.files[Symbol.iterator]();
    this.takeFile();
  }

  protected override nextTask(worker: number, takeSlot: TakeSlot): Task | undefined {
    return this.nextHash(worker) ?? this.nextRead(takeSlot);
  }

  protected override take(task: Task, reply: Reply, pending: Pending): void {
    switch (reply.kind) {
      case 'checkFiles': {
        this.options.pool.release(task.slot);
        const { files, bytes } = pending as Extract<Pending, { kind: 'files' }>;
        this.report(reply.faults, (index) => files[index]!);
        this.advance(bytes, files.length);
        break;
      }
      case 'openChunk': {
        const { chunk } = pending as Extract<Pending, { kind: 'chunk' }>;
        const { large } = chunk;
        if (reply.faults.some(({ what }) => what === 'unreadable')) large.isUnreadable = true;
        this.report(reply.faults, () => large.toCheck.file);
        this.opened.push(chunk);
        break;
      }
      case 'hashChunk': {
        const { large, task: opened } = (pending as Extract<Pending, { kind: 'chunk' }>).chunk;
        this.options.pool.release(task.slot);
        large.isHashing = false;
        large.hashTo += opened.length;
        if (reply.sha256) this.compare(large, reply.sha256);
        this.advance(opened.length, reply.sha256 ? 1 : 0);
        break;
      }
      default:
        throw new RangeError(`A drive that is read back has no use for the answer to ${reply.kind}.`);
    }
  }

  protected override isComplete(): boolean {
    return !this.upcoming && !this.large && this.opened.length === 0;
  }

  protected override waitingSlots(): Iterable<number> {
    return this.opened.map(({ task }) => task.slot);
  }

  protected override outcome(isComplete: boolean): boolean {
    return isComplete && !this.isStopping;
  }

  private compare({ toCheck, isUnreadable }: LargeFile, sha256: Uint8Array): void {
    if (!isUnreadable && toCheck.sha256 && Buffer.compare(toCheck.sha256, sha256) !== 0) {
      this.options.onMismatch({ file: toCheck.file, what: 'contents', offset: 0, length: toCheck.size });
    }
  }

  private report(faults: readonly Fault[], fileOf: (index: number) => number): void {
    for (const { index, ...fault } of faults) this.options.onMismatch({ file: fileOf(index), ...fault });
  }

  private advance(bytes: number, files: number): void {
    this.bytes += bytes;
    this.filesDone += files;
    this.options.onProgress?.({ bytes: this.bytes, files: this.filesDone });
  }

  private takeFile(): void {
    const result = this.files.next();
    this.upcoming = result.done === true ? undefined : result.value;
  }

  private nextHash(worker: number): Task | undefined {
    const index = this.opened.findIndex(
      ({ large, task }) => !large.isHashing && (large.worker ?? worker) === worker && task.offset === large.hashTo,
    );
    if (index === -1) return undefined;
    const [chunk] = this.opened.splice(index, 1);
    const { large, task: opened } = chunk!;
    large.worker = worker;
    large.isHashing = true;
    const { drive, slot, skip, offset, length } = opened;
    const task: Task = {
      kind: 'hashChunk',
      drive,
      slot,
      skip,
      length,
      file: large.toCheck.file,
      isLast: offset + length === large.toCheck.size,
    };
    this.remember(task, { kind: 'chunk', chunk: chunk! });
    return task;
  }

  private nextRead(takeSlot: TakeSlot): Task | undefined {
    if (!this.large && !this.upcoming) return undefined;
    const slot = takeSlot();
    if (slot === undefined) return undefined;
    if (!this.large && allocatedBytes(this.upcoming!.extents) <= BATCH_LENGTH) return this.readBatch(slot);
    if (!this.large) {
      this.large = {
        toCheck: this.upcoming!,
        openTo: 0,
        hashTo: 0,
        nextRange: 0,
        worker: undefined,
        isHashing: false,
        isUnreadable: false,
      };
      this.takeFile();
    }
    return this.openLarge(this.large, slot);
  }

  private readBatch(slot: number): Task {
    const files: FileToCheck[] = [];
    let allocated = 0;
    while (this.upcoming && files.length < BATCH_FILES) {
      allocated += allocatedBytes(this.upcoming.extents);
      if (allocated > BATCH_LENGTH) break;
      files.push(this.upcoming);
      this.takeFile();
    }
    const task: Task = { kind: 'checkFiles', drive: this.setup.drive, slot, batch: batchOf(files) };
    this.remember(task, {
      kind: 'files',
      files: files.map(({ file }) => file),
      bytes: files.reduce((sum, { size }) => sum + size, 0),
    });
    return task;
  }

  private openLarge(large: LargeFile, slot: number): Task {
    const { toCheck } = large;
    const { size, ranges } = toCheck;
    const offset = large.openTo;
    const firstSector = offset - (offset % SECTOR_LENGTH);
    const allocated = allocatedBytes(toCheck.extents);
    // The rest with its slack, or as much as fits without splitting a range.
    const room = this.options.pool.slotLength;
    let end = size;
    let rangeEnd = ranges.offsets.length;
    if (allocated - firstSector > room) {
      end = Math.min(firstSector + room, size - 1);
      end -= end % SECTOR_LENGTH;
      rangeEnd = large.nextRange;
      while (rangeEnd < ranges.offsets.length && ranges.offsets[rangeEnd]! + ranges.lengths[rangeEnd]! <= end)
        rangeEnd++;
      if (rangeEnd < ranges.offsets.length) end = Math.min(end, Math.max(ranges.offsets[rangeEnd]!, offset));
      if (end === offset)
        throw new RangeError(
          `File ${toCheck.file} has a range longer than ${BLOCK_LENGTH} bytes, or ranges that overlap.`,
        );
    }
    const lastSector = end === size ? allocated : Math.ceil(end / SECTOR_LENGTH) * SECTOR_LENGTH;
    const task: Task = {
      kind: 'openChunk',
      drive: this.setup.drive,
      slot,
      extents: partOf(toCheck.extents, firstSector, lastSector),
      skip: offset - firstSector,
      offset,
      length: end - offset,
      isLast: end === size,
      ranges: rangesFrom(ranges, large.nextRange, rangeEnd),
    };
    this.remember(task, { kind: 'chunk', chunk: { large, task } });
    large.openTo = end;
    large.nextRange = rangeEnd;
    if (end === size) this.large = undefined;
    return task;
  }
}

function allocatedBytes(extents: ArrayLike<number>): number {
  let length = 0;
  for (let index = 1; index < extents.length; index += 2) length += extents[index]!;
  return length;
}

/** The extents of the bytes from `start` to `end` of a file. */
function partOf(extents: ArrayLike<number>, start: number, end: number): ExtentPairs {
  const part: number[] = [];
  for (let index = 0, at = 0; index < extents.length && at < end; index += 2) {
    const [offset, length] = [extents[index]!, extents[index + 1]!];
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to) part.push(offset + from, to - from);
    at += length;
  }
  return Float64Array.from(part);
}

const rangesFrom = ({ offsets, lengths, md5s }: RangeColumns, first: number, end: number): RangeColumns => ({
  offsets: offsets.slice(first, end),
  lengths: lengths.slice(first, end),
  md5s: md5s.slice(16 * first, 16 * end),
});

function batchOf(files: readonly FileToCheck[]): CheckBatch {
  const rangeCounts = Uint32Array.from(files, ({ ranges }) => ranges.offsets.length);
  const rangeTotal = rangeCounts.reduce((sum, count) => sum + count, 0);
  const ranges = {
    offsets: new Float64Array(rangeTotal),
    lengths: new Float64Array(rangeTotal),
    md5s: new Uint8Array(16 * rangeTotal),
  };
  const extentCounts = Uint32Array.from(files, ({ extents }) => extents.length / 2);
  const extents = new Float64Array(2 * extentCounts.reduce((sum, count) => sum + count, 0));
  const sha256 = new Uint8Array(SHA256_LENGTH * files.length);
  let range = 0;
  let extent = 0;
  files.forEach((file, index) => {
    ranges.offsets.set(file.ranges.offsets, range);
    ranges.lengths.set(file.ranges.lengths, range);
    ranges.md5s.set(file.ranges.md5s, 16 * range);
    range += file.ranges.offsets.length;
    extents.set(file.extents, extent);
    extent += file.extents.length;
    if (file.sha256) sha256.set(file.sha256, SHA256_LENGTH * index);
  });
  const hasSha256 = Uint8Array.from(files, (file) => (file.sha256 ? 1 : 0));
  return {
    sizes: Float64Array.from(files, ({ size }) => size),
    extentCounts,
    extents,
    sha256,
    hasSha256,
    rangeCounts,
    ranges,
  };
}
