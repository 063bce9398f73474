import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileTimeOf } from '../src/model/fileTime';
import type { EncryptionMethod } from '../src/volume/bitlocker/encryptionMethod';
import { sectorCipher } from '../src/volume/bitlocker/sectorCipher';
import { keyLengthOf } from '../src/volume/bitlocker/encryptionMethod';
import { keptHashes } from '../src/pipeline/batchHashes';
import { copyDrive, type CopyDriveOptions, type CopyOutcome } from '../src/pipeline/copyDrive';
import type { CopiedPiece, HashedRange, RangeColumns } from '../src/model/copyResult';
import { NO_DATA } from '../src/pipeline/driveImage';
import { OpenMedium } from '../src/pipeline/openMedium';
import type { FileCalls } from '../src/pipeline/fileCalls';
import { PieceWorker } from '../src/pipeline/pieceWorker';
import { readBack, type FileToCheck, type Mismatch, type ReadBackOptions } from '../src/pipeline/readBack';
import { openTestImage, type TestFiles, type TestImage } from './plainImage';
import { WorkerPool, type StartThread } from '../src/pipeline/workerPool';

/** Simulated threads that take turns in this one. Messages are cloned, as between real threads. */
export function turnTakingThreads(files: FileCalls = fs): StartThread {
  return (memory, events) => {
    const worker = new PieceWorker(memory, { files, openImage: openTestImage });
    return {
      post: (message) => {
        const clone = structuredClone(message);
        setImmediate(() => {
          if (clone.kind === 'end') return;
          void worker.take(clone).then((reply) => {
            if (reply) events.reply(structuredClone(reply));
          });
        });
      },
      end: () => Promise.resolve(),
    };
  };
}

const MOST_PAGES_OF_PATTERN = 1 << 20;
const pattern = randomBytes(MOST_PAGES_OF_PATTERN);

/** Bytes without a period, so that no block looks like another. */
export function someBytes(length: number, seed = 0): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, turn = seed; at < length; at += pattern.length, turn++) {
    pattern.copy(bytes, at, 0, Math.min(pattern.length, length - at));
    bytes[at] = turn & 255;
  }
  return bytes;
}

export interface TestFile {
  readonly content: Uint8Array;
  readonly isPageBlob?: boolean;
}

/** What the successive pieces of a copy have reported about each file. */
export class Journal {
  readonly sha256 = new Map<number, string>();
  readonly ranges = new Map<number, HashedRange[]>();
  readonly pieces: CopiedPiece[] = [];

  readonly take = (given: CopiedPiece): void => {
    const piece = given.kind === 'files' ? { ...given, ...keptHashes(given) } : given;
    this.pieces.push(piece);
    if (piece.kind === 'blocks') {
      if (piece.failure) {
        this.ranges.delete(piece.file);
        return;
      }
      this.ranges.set(piece.file, [
        ...(this.ranges.get(piece.file) ?? []),
        ...hashedRanges(piece.ranges, 0, piece.ranges.offsets.length),
      ]);
      if (piece.sha256) this.sha256.set(piece.file, Buffer.from(piece.sha256).toString('hex'));
      return;
    }
    const failed = new Set(piece.failures.map(({ file }) => file));
    let first = 0;
    for (let index = 0; index < piece.fileCount; index++) {
      const file = piece.firstFile + index;
      const count = piece.rangeCounts[index]!;
      if (!failed.has(file)) {
        this.sha256.set(file, Buffer.from(piece.sha256.subarray(32 * index, 32 * index + 32)).toString('hex'));
        this.ranges.set(file, hashedRanges(piece.ranges, first, count));
      }
      first += count;
    }
  };
}

/** The ranges from index `first` on, as objects. */
function hashedRanges({ offsets, lengths, md5s }: RangeColumns, first: number, count: number): HashedRange[] {
  return Array.from({ length: count }, (_, index) => {
    const at = first + index;
    return { offset: offsets[at]!, length: lengths[at]!, md5: md5s.subarray(16 * at, 16 * at + 16) };
  });
}

/** With this many cores, a chunk has four blocks. */
const CORES = 4;
export const PARTITION_OFFSET = 1 << 20;
/** The modification time of all sources, in seconds since 1970. */
export const TIME = 1_700_000_000;

/** Source files in a temporary folder, and an image for them. */
export class TestDrive {
  readonly folder = fs.mkdtempSync(join(tmpdir(), 'pipeline-'));
  readonly target = join(this.folder, 'drive.img');
  readonly files: TestFiles;
  readonly image: TestImage;
  readonly key: Uint8Array;
  private readonly descriptors: number[] = [];

  constructor(
    private readonly sources: readonly TestFile[],
    readonly method: EncryptionMethod = 'aes-xts-128',
  ) {
    this.key = randomBytes(keyLengthOf(method));
    const directory = join(this.folder, 'source');
    fs.mkdirSync(directory);
    const names = sources.map((_, index) => `file ${index}`);
    names.forEach((name, index) => {
      fs.writeFileSync(join(directory, name), sources[index]!.content);
      fs.utimesSync(join(directory, name), TIME, TIME);
    });
    this.files = {
      directory,
      names,
      sizes: sources.map(({ content }) => content.length),
      modified: names.map((name) => fileTimeOf(fs.statSync(join(directory, name), { bigint: true }).mtimeNs)),
      pageBlobs: sources.map(({ isPageBlob }) => isPageBlob === true),
    };
    this.image = openTestImage(this.files);
    fs.writeFileSync(this.target, '');
    fs.truncateSync(this.target, PARTITION_OFFSET + this.image.volumeBytes);
  }

  pathOf(file: number): string {
    return this.image.contents.sourcePathOf(file);
  }

  openTarget(files: FileCalls = fs): OpenMedium {
    const descriptor = fs.openSync(this.target, 'r+');
    this.descriptors.push(descriptor);
    return new OpenMedium(files, this.target, descriptor);
  }

  /** Copies with its own threads, unless a pool is given. */
  async copy(
    journal: Journal,
    options: Partial<CopyDriveOptions> & { readonly calls?: FileCalls } = {},
  ): Promise<CopyOutcome> {
    const { descriptor } = this.openTarget();
    return copyDrive({
      pool: options.pool ?? new WorkerPool(turnTakingThreads(options.calls), 1, CORES),
      image: this.image,
      setup: {
        targetPath: this.target,
        descriptor,
        partitionOffset: PARTITION_OFFSET,
        method: this.method,
        key: this.key,
        image: this.files,
      },
      onPiece: journal.take,
      ...options,
    });
  }

  /** Reads back what was copied. */
  async readBack(
    journal: Journal,
    options: Partial<ReadBackOptions> & { readonly calls?: FileCalls } = {},
  ): Promise<{ isComplete: boolean; mismatches: Mismatch[] }> {
    const mismatches: Mismatch[] = [];
    const isComplete = await readBack({
      pool: options.pool ?? new WorkerPool(turnTakingThreads(options.calls), 1, CORES),
      setup: {
        targetPath: this.target,
        descriptor: this.openTarget().descriptor,
        partitionOffset: PARTITION_OFFSET,
        method: this.method,
        key: this.key,
      },
      files: this.filesToCheck(journal),
      onMismatch: (mismatch) => mismatches.push(mismatch),
      ...options,
    });
    return { isComplete, mismatches };
  }

  *filesToCheck(journal: Journal): Generator<FileToCheck> {
    for (const [file, ranges] of journal.ranges) {
      const start = this.image.dataOffset(file);
      if (start === NO_DATA) continue;
      const size = this.sources[file]!.content.length;
      yield {
        file,
        size,
        extents: [start, Math.ceil(size / this.image.clusterBytes) * this.image.clusterBytes],
        sha256: Buffer.from(journal.sha256.get(file)!, 'hex'),
        ranges: {
          offsets: Float64Array.from(ranges, ({ offset }) => offset),
          lengths: Float64Array.from(ranges, ({ length }) => length),
          md5s: Buffer.concat(ranges.map(({ md5 }) => md5)),
        },
      };
    }
  }

  /** Changes one bit of the target. */
  flipBit(volumeOffset: number, bit: number): void {
    const descriptor = fs.openSync(this.target, 'r+');
    const byte = Buffer.alloc(1);
    fs.readSync(descriptor, byte, 0, 1, PARTITION_OFFSET + volumeOffset);
    byte[0]! ^= 1 << bit;
    fs.writeSync(descriptor, byte, 0, 1, PARTITION_OFFSET + volumeOffset);
    fs.closeSync(descriptor);
  }

  /** The volume as it is on the target, decrypted. */
  volume(): Buffer {
    const bytes = fs.readFileSync(this.target).subarray(PARTITION_OFFSET);
    sectorCipher(this.method, this.key).decrypt(bytes, 0);
    return bytes;
  }

  /** What the target holds for each file: all of its clusters, or the data in its record. */
  storedBytes(): Buffer[] {
    const volume = this.volume();
    return this.sources.map(({ content }, file) => {
      const offset = this.image.dataOffset(file);
      if (offset === NO_DATA)
        return volume.subarray(this.image.recordOffset(file) + 16, this.image.recordOffset(file) + 16 + content.length);
      return volume.subarray(
        offset,
        offset + Math.ceil(content.length / this.image.clusterBytes) * this.image.clusterBytes,
      );
    });
  }

  /** What the target should hold for each file. */
  private expectedBytes(): Buffer[] {
    return this.sources.map(({ content }, file) => {
      const room =
        this.image.dataOffset(file) === NO_DATA
          ? content.length
          : Math.ceil(content.length / this.image.clusterBytes) * this.image.clusterBytes;
      const bytes = Buffer.alloc(room);
      bytes.set(content);
      return bytes;
    });
  }

  /** Files whose data on the target is wrong. */
  wrongFiles(): number[] {
    const expected = this.expectedBytes();
    return this.storedBytes().flatMap((bytes, file) => (bytes.equals(expected[file]!) ? [] : [file]));
  }

  expectedSha256(): Map<number, string> {
    return new Map(this.sources.map(({ content }, file) => [file, createHash('sha256').update(content).digest('hex')]));
  }

  remove(): void {
    for (const descriptor of this.descriptors) fs.closeSync(descriptor);
    fs.rmSync(this.folder, { recursive: true });
  }
}
