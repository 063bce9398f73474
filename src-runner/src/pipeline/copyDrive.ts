import { sentence } from '../language/sentence';
import { batchHashesIn, keptHashes } from './batchHashes';
import {
  type CopiedPiece,
  type CopyCursor,
  type FileFailure,
  type HashedRange,
  type RangeColumns,
  BLOCK_LENGTH,
} from '../model/copyResult';
import type { DriveImage } from './driveImage';
import { DriveTasks } from './driveTasks';
import { InOrder } from './inOrder';
import { drivePieces, type CopyUnit } from './pieces';
import {
  type CopyFilesReply,
  type DriveSetup,
  type ReadChunkReply,
  type Reply,
  type SealChunkReply,
  type Task,
  type TaskOf,
} from './tasks';
import type { TakeSlot, WorkerPool } from './workerPool';

/** When this many chunks wait to be sealed, a thread seals them instead of reading on. */
const ENOUGH_READ = 2;
/** Pieces that may be under way or wait for an earlier one. Bounds the memory for their results. */
const MOST_AHEAD = 64;

export interface CopyProgress {
  /** Bytes of source files that were read in this run and are on the target. */
  readonly bytes: number;
  /** Files that are finished, failed ones included. */
  readonly files: number;
}

export interface CopyDriveOptions {
  readonly pool: WorkerPool;
  readonly image: DriveImage;
  readonly setup: Omit<DriveSetup, 'drive'>;
  /** Where a resumed copy continues; without it, the copy starts at the beginning. */
  readonly start?: CopyCursor;
  /** The known ranges of the half-copied file at `start`. If they differ, the source has changed. */
  readonly known?: readonly HashedRange[];
  /** Files before `start` to copy again because they failed. */
  readonly again?: Iterable<number>;
  /** Called once for each piece, in the order of the drive's files, when its bytes are written but not yet synced. */
  readonly onPiece: (piece: CopiedPiece) => void;
  readonly onProgress?: (progress: CopyProgress) => void;
  readonly signal?: AbortSignal;
}

export interface CopyOutcome {
  /** False if the signal stopped it. */
  readonly isComplete: boolean;
  readonly failures: readonly FileFailure[];
}

/**
 * Copies the files of a drive's plan to its target: reads, hashes, encrypts and writes each byte once, on the threads
 * of the pool. A file that cannot be copied is reported, and the others continue.
 *
 * @throws TargetError when the target fails; everything passed to `onPiece` until then is written.
 */
export function copyDrive(options: CopyDriveOptions): Promise<CopyOutcome> {
  return new Promise((resolve, reject) => {
    new DriveCopy(options, resolve, reject).begin();
  });
}

/** A large file under way. */
interface LargeFile {
  readonly file: number;
  readonly size: number;
  readonly isRetry: boolean;
  /** Bytes before this are on the target from an earlier run. */
  readonly writeFrom: number;
  /** The thread that reads it. */
  worker: number | undefined;
  isReading: boolean;
  readTo: number;
  sha256?: Uint8Array;
}

interface ReadChunk {
  readonly task: TaskOf<'sealChunk'>;
  readonly large: LargeFile;
  readonly number: number;
}

/** What a finished task contributes. Blocks that were on the target before contribute nothing. */
interface Contribution {
  readonly piece: CopiedPiece | undefined;
  /** Bytes of source files that the task brought to the target. */
  readonly bytes: number;
}

/** What is remembered of a task until its reply arrives. */
type Pending =
  | {
      readonly kind: 'files';
      readonly piece: Extract<CopyUnit, { kind: 'files' }>;
      readonly number: number;
      readonly slot: number;
    }
  | { readonly kind: 'read'; readonly large: LargeFile; readonly number: number; readonly task: TaskOf<'readChunk'> }
  | { readonly kind: 'seal'; readonly chunk: ReadChunk };

class DriveCopy extends DriveTasks<Pending, CopyOutcome> {
  readonly work = 'copy';
  private readonly pieces: Generator<CopyUnit, void>;
  private upcoming: CopyUnit | undefined;
  private large: LargeFile | undefined;
  private readonly toSeal: ReadChunk[] = [];
  private readonly results = new InOrder<Contribution>((contribution) => {
    this.give(contribution);
  });
  private numbers = 0;
  private readonly failures: FileFailure[] = [];
  private failedFile = -1;
  private bytes = 0;
  private filesDone = 0;

  constructor(
    private readonly options: CopyDriveOptions,
    resolve: (outcome: CopyOutcome) => void,
    reject: (error: unknown) => void,
  ) {
    super(options, resolve, reject);
    this.pieces = drivePieces(options.image, options.start ?? { file: 0, block: 0 }, options.again ?? []);
    this.upcoming = this.pieces.next().value ?? undefined;
  }

  protected override nextTask(worker: number, takeSlot: TakeSlot, freeSlots: number): Task | undefined {
    if (this.toSeal.length >= ENOUGH_READ || (this.toSeal.length > 0 && freeSlots === 0)) return this.nextSeal();
    return this.nextRead(worker, takeSlot) ?? this.nextSeal();
  }

  protected override take(_: Task, reply: Reply, pending: Pending): void {
    switch (reply.kind) {
      case 'copyFiles':
        this.filesCopied(pending as Extract<Pending, { kind: 'files' }>, reply);
        break;
      case 'readChunk':
        this.chunkRead(pending as Extract<Pending, { kind: 'read' }>, reply);
        break;
      case 'sealChunk':
        this.chunkSealed((pending as Extract<Pending, { kind: 'seal' }>).chunk, reply);
        break;
      default:
        throw new RangeError(`A drive that is copied has no use for the answer to ${reply.kind}.`);
    }
  }

  protected override isComplete(): boolean {
    return !this.upcoming && !this.large && this.results.given === this.numbers;
  }

  protected override waitingSlots(): Iterable<number> {
    return this.toSeal.map(({ task }) => task.slot);
  }

  protected override outcome(isComplete: boolean): CopyOutcome {
    return { isComplete, failures: this.failures };
  }

  private nextRead(worker: number, takeSlot: TakeSlot): Task | undefined {
    if (this.large) {
      if (this.large.isReading || (this.large.worker ?? worker) !== worker) return undefined;
      const slot = takeSlot();
      return slot === undefined ? undefined : this.readLarge(this.large, worker, slot);
    }
    const piece = this.upcoming;
    if (!piece || this.numbers - this.results.given > MOST_AHEAD) return undefined;
    const slot = takeSlot();
    if (slot === undefined) return undefined;
    this.upcoming = this.pieces.next().value ?? undefined;
    if (piece.kind === 'files') {
      const task: Task = { kind: 'copyFiles', drive: this.setup.drive, first: piece.first, end: piece.end, slot };
      this.remember(task, { kind: 'files', piece, number: this.numbers++, slot });
      return task;
    }
    const size = this.options.image.contents.fileSize(piece.file);
    const writeFrom = Math.min(piece.firstBlock * BLOCK_LENGTH, size);
    this.large = { file: piece.file, size, isRetry: piece.isRetry, writeFrom, worker, isReading: false, readTo: 0 };
    return this.readLarge(this.large, worker, slot);
  }

  private readLarge(large: LargeFile, worker: number, slot: number): Task {
    const length = Math.min(this.options.pool.slotLength, large.size - large.readTo);
    const task: Task = {
      kind: 'readChunk',
      drive: this.setup.drive,
      file: large.file,
      offset: large.readTo,
      length,
      slot,
    };
    this.remember(task, { kind: 'read', large, number: this.numbers++, task });
    large.worker = worker;
    large.isReading = true;
    large.readTo += length;
    // The next file need not wait until this one is sealed.
    if (large.readTo === large.size) this.large = undefined;
    return task;
  }

  private nextSeal(): Task | undefined {
    const chunk = this.toSeal.shift();
    if (!chunk) return undefined;
    this.remember(chunk.task, { kind: 'seal', chunk });
    return chunk.task;
  }

  private filesCopied({ piece, number, slot }: Extract<Pending, { kind: 'files' }>, reply: CopyFilesReply): void {
    const { pool } = this.options;
    const { first, end, isRetry } = piece;
    const next = isRetry ? undefined : { file: end, block: 0 };
    const { contents } = this.options.image;
    let bytes = 0;
    for (let file = first; file < end; file++) bytes += contents.fileSize(file);
    const inSlot = batchHashesIn(pool.bytes, slot, end - first, reply.rangeCount);
    // A result that has to wait for an earlier one must not hold its slot.
    const hashes = number === this.results.given ? inSlot : keptHashes(inSlot);
    try {
      this.results.put(number, {
        piece: { kind: 'files', firstFile: first, fileCount: end - first, ...hashes, failures: reply.failures, next },
        bytes,
      });
    } finally {
      pool.release(slot);
    }
  }

  private chunkRead(
    { large, number, task }: Extract<Pending, { kind: 'read' }>,
    { sha256, failure }: ReadChunkReply,
  ): void {
    large.isReading = false;
    if (failure) {
      this.options.pool.release(task.slot);
      this.failLarge(large, number, failure);
      return;
    }
    if (sha256) large.sha256 = sha256;
    const { drive, file, offset, length, slot } = task;
    this.toSeal.push({
      task: { kind: 'sealChunk', drive, file, offset, length, slot, writeFrom: large.writeFrom },
      large,
      number,
    });
  }

  private chunkSealed({ task, large, number }: ReadChunk, { ranges }: SealChunkReply): void {
    this.options.pool.release(task.slot);
    const { file, offset, length } = task;
    const end = offset + length;
    const knownEnd = Math.min(end, large.writeFrom);
    const known = rangesBetween(this.options.known ?? [], offset, knownEnd);
    if (offset < knownEnd && !beginsWith(ranges, known, knownEnd)) {
      const path = this.options.image.contents.sourcePathOf(file);
      const message = sentence`${path} has changed since its first part was copied, although its size and time are the same. Resume to copy it again, or leave it out.`;
      this.failLarge(large, number, { file, path, reason: 'changed', message });
      return;
    }
    const isLast = end === large.size;
    const next = isLast ? { file: file + 1, block: 0 } : { file, block: end / BLOCK_LENGTH };
    const piece: CopiedPiece = {
      kind: 'blocks',
      file,
      ranges: withoutFirst(ranges, known.length),
      ...(isLast ? { sha256: large.sha256! } : {}),
      next: large.isRetry ? undefined : next,
    };
    this.results.put(number, {
      piece: isLast || end > large.writeFrom ? piece : undefined,
      bytes: end - Math.max(offset, knownEnd),
    });
  }

  private failLarge(large: LargeFile, number: number, failure: FileFailure): void {
    if (this.large === large) this.large = undefined;
    const none = { offsets: new Float64Array(), lengths: new Float64Array(), md5s: new Uint8Array() };
    const next = large.isRetry ? undefined : { file: large.file + 1, block: 0 };
    this.results.put(number, { piece: { kind: 'blocks', file: large.file, ranges: none, failure, next }, bytes: 0 });
  }

  /** Called in the order of the files. */
  private give({ piece, bytes }: Contribution): void {
    // Chunks after the failed one may have been under way.
    if (!piece || (piece.kind === 'blocks' && piece.file === this.failedFile)) return;
    this.bytes += bytes;
    if (piece.kind === 'files') {
      this.filesDone += piece.fileCount;
      this.failures.push(...piece.failures);
    } else if (piece.failure) {
      this.filesDone++;
      this.failedFile = piece.file;
      this.failures.push(piece.failure);
    } else if (piece.sha256) this.filesDone++;
    this.options.onPiece(piece);
    this.options.onProgress?.({ bytes: this.bytes, files: this.filesDone });
  }
}

/** The ranges that begin in a part of a file. They are sorted, and there may be very many. */
function rangesBetween(ranges: readonly HashedRange[], start: number, end: number): readonly HashedRange[] {
  if (start >= end) return [];
  const firstFrom = (offset: number): number => {
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ranges.slice(firstFrom(start), firstFrom(end));
}

/** Whether the ranges before `end` equal the known ones. */
function beginsWith({ offsets, lengths, md5s }: RangeColumns, known: readonly HashedRange[], end: number): boolean {
  const count = offsets.findIndex((offset) => offset >= end);
  if ((count === -1 ? offsets.length : count) !== known.length) return false;
  return known.every(
    (range, index) =>
      range.offset === offsets[index] &&
      range.length === lengths[index] &&
      Buffer.compare(range.md5, md5s.subarray(16 * index, 16 * index + 16)) === 0,
  );
}

function withoutFirst({ offsets, lengths, md5s }: RangeColumns, count: number): RangeColumns {
  return { offsets: offsets.subarray(count), lengths: lengths.subarray(count), md5s: md5s.subarray(16 * count) };
}
