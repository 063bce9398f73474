import { SECTOR_LENGTH } from '#core/limits/limits';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { kernelMemory } from '../../kernels/kernels';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../model/copyResult';
import { codeOf } from '../../model/systemError';
import { readBytes } from '../../volume/byteSource';
import type { DiskPiece } from '../../volume/diskPiece';
import { ENTRIES_SECTORS } from '../../volume/gpt/gptFormat';
import { movedGpt } from '../../volume/gpt/movedGpt';
import { targetState } from './claim';
import type { FinishedImage } from './finishedImage';

/** Bytes that are written and read at once. */
const PIECE_LENGTH = 4 * 1024 * 1024;
/** After so many pieces the disk is asked to have them all: what is shown as written is. */
const PIECES_A_SYNC = 64;
/** What tells a volume by its beginning, in every file system that is known, lies within so many bytes. */
const HELD_LENGTH = 128 * 1024;
const TABLE_LENGTH = (2 + ENTRIES_SECTORS) * SECTOR_LENGTH;
const SHA256_LENGTH = 32;

/** How far the writing of an image has come, for whoever tells of it. */
export interface WritingWatch {
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** A stretch of the disk that is written. What the image does not have is zeros. */
interface Piece {
  readonly offset: number;
  readonly length: number;
}

/**
 * Writes an image to a disk: everything but the beginnings of its volumes, which are zeros until `open` writes them. Until then no
 * system finds a volume there.
 */
export class ImageWriting {
  /** Whether the disk is larger, and the table's backup is written to its end. */
  readonly isTableMoved: boolean;
  /** Whether reading back went past the system's cache. */
  isReadFromMedium = false;
  private readonly overlays: readonly DiskPiece[];
  private readonly held: readonly DiskPiece[];
  private readonly pieces: number;
  /** Where what is written ends: behind the image, or at the end of the disk. */
  private readonly tail: Piece | undefined;
  private readonly hashes: Buffer;

  /**
   * @param descriptor of the disk, for reading and writing
   * @param diskLength bytes; no less than the image's
   */
  constructor(
    private readonly image: FinishedImage,
    private readonly path: string,
    private readonly descriptor: number,
    private readonly diskLength: number,
  ) {
    const { disk, table, volumes } = image;
    const [partition] = table?.partitions ?? [];
    const moved =
      table?.kind === 'GPT' && table.partitions.length === 1 && partition !== undefined && diskLength > disk.length
        ? movedGpt(disk, partition, diskLength)
        : undefined;
    this.isTableMoved = moved !== undefined;
    this.held = volumes.map(({ offset, length }) => ({
      offset,
      bytes: readBytes(disk, offset, Math.min(length, HELD_LENGTH)),
    }));
    this.overlays = [
      ...(moved ? [zeros(moved.formerBackup.offset, moved.formerBackup.length), ...moved.pieces] : []),
      ...this.held.map(({ offset, bytes }) => zeros(offset, bytes.length)),
    ];
    const backup = moved?.pieces.at(-1);
    if (backup) {
      const offset = Math.max(disk.length, backup.offset);
      this.tail = { offset, length: backup.offset + backup.bytes.length - offset };
    }
    this.pieces = Math.ceil(disk.length / PIECE_LENGTH) + (this.tail ? 1 : 0);
    this.hashes = Buffer.alloc(this.pieces * SHA256_LENGTH);
  }

  /** Bytes that are written, and read back. */
  get length(): number {
    return this.image.disk.length + (this.tail?.length ?? 0);
  }

  /** Bytes of the disk behind the image that are left as they are. */
  get lengthLeft(): number {
    return this.diskLength - this.length;
  }

  /**
   * Writes all but the beginnings of the volumes.
   *
   * @throws TargetError, DriveReadError, and the signal's reason where it is aborted
   */
  async write({ onProgress, signal }: WritingWatch): Promise<void> {
    // Neither what was on the disk nor what is to come can be opened from here on.
    await this.writeAll(zeros(0, TABLE_LENGTH));
    for (const { offset, bytes } of this.held) await this.writeAll(zeros(offset, bytes.length));
    await this.sync();
    const buffers = alignedBuffers();
    let writing: Promise<void> = Promise.resolve();
    let done = 0;
    try {
      for (let index = 0; index < this.pieces; index++) {
        const { offset, length } = this.pieceAt(index);
        const bytes = buffers[index % 2]!.subarray(0, length);
        // While the other one is being written.
        this.fill(bytes, offset);
        createHash('sha256')
          .update(bytes)
          .digest()
          .copy(this.hashes, index * SHA256_LENGTH);
        await writing;
        signal.throwIfAborted();
        writing = this.writeAll({ offset, bytes });
        if (index % PIECES_A_SYNC === PIECES_A_SYNC - 1) {
          await writing;
          await this.sync();
        }
        onProgress((done += length));
      }
    } finally {
      await writing;
    }
    await this.sync();
    this.checkImage();
  }

  /**
   * Reads back what `write` has written, from the medium itself where the system can.
   *
   * @returns where pieces of it differ, in bytes
   * @throws TargetError, and the signal's reason where it is aborted
   */
  async readBack({ onProgress, signal }: WritingWatch): Promise<number[]> {
    const { descriptor, isDirect } = this.openAgain();
    this.isReadFromMedium = isDirect;
    const buffers = alignedBuffers();
    const read = (index: number) => {
      const { offset, length } = this.pieceAt(index);
      return this.readAll(descriptor, buffers[index % 2]!.subarray(0, length), offset);
    };
    const differing: number[] = [];
    let done = 0;
    let next = read(0);
    try {
      for (let index = 0; index < this.pieces; index++) {
        const bytes = await next;
        signal.throwIfAborted();
        if (index + 1 < this.pieces) next = read(index + 1);
        const hash = createHash('sha256').update(bytes).digest();
        const at = index * SHA256_LENGTH;
        if (hash.compare(this.hashes, at, at + SHA256_LENGTH) !== 0) differing.push(this.pieceAt(index).offset);
        onProgress((done += bytes.length));
      }
      return differing;
    } finally {
      // Nobody closes what is being read.
      await next.catch(() => undefined);
      fs.closeSync(descriptor);
    }
  }

  /**
   * Writes the beginnings of the volumes, with which they can be opened, and reads them back.
   *
   * @throws TargetError
   */
  async open(): Promise<void> {
    this.checkImage();
    for (const piece of this.held) await this.writeAll(piece);
    await this.sync();
    const { descriptor } = this.openAgain();
    try {
      const [buffer] = alignedBuffers();
      for (const { offset, bytes } of this.held) {
        const found = await this.readAll(descriptor, buffer.subarray(0, bytes.length), offset);
        if (Buffer.compare(found, bytes) !== 0) throw new TargetError(this.differenceText([offset]));
      }
    } finally {
      fs.closeSync(descriptor);
    }
  }

  /** What is said of a disk that does not hold what was written to it. */
  differenceText([first = 0, ...further]: readonly number[]): string {
    return sentence`${this.path} does not contain what was written to it: checked in pieces of ${PIECE_LENGTH} bytes, ${further.length + 1} differ, the first at byte ${first}. Check the cable, and use another disk if this happens again.`;
  }

  private pieceAt(index: number): Piece {
    const offset = index * PIECE_LENGTH;
    const { length } = this.image.disk;
    return offset < length ? { offset, length: Math.min(PIECE_LENGTH, length - offset) } : this.tail!;
  }

  /** What is written at a place. */
  private fill(bytes: Uint8Array, offset: number): void {
    const { disk } = this.image;
    if (offset < disk.length) disk.read(offset, bytes);
    else bytes.fill(0);
    for (const overlay of this.overlays) {
      const start = Math.max(offset, overlay.offset);
      const end = Math.min(offset + bytes.length, overlay.offset + overlay.bytes.length);
      if (start < end) bytes.set(overlay.bytes.subarray(start - overlay.offset, end - overlay.offset), start - offset);
    }
  }

  private writeAll({ offset, bytes }: DiskPiece): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (done: number): void => {
        if (done === bytes.length) {
          resolve();
          return;
        }
        fs.write(this.descriptor, bytes, done, bytes.length - done, offset + done, (error, written) => {
          if (error) reject(this.failure(sentence`cannot be written at byte ${offset + done}`, error));
          else next(done + written);
        });
      };
      next(0);
    });
  }

  private readAll(descriptor: number, bytes: Uint8Array, offset: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const next = (done: number): void => {
        if (done === bytes.length) {
          resolve(bytes);
          return;
        }
        fs.read(descriptor, bytes, done, bytes.length - done, offset + done, (error, read) => {
          if (error || read === 0)
            reject(this.failure(sentence`cannot be read at byte ${offset + done}`, error ?? new Error('EOF')));
          else next(done + read);
        });
      };
      next(0);
    });
  }

  private sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fs.fdatasync(this.descriptor, (error) => {
        if (error) reject(this.failure(sentence`cannot be written`, error));
        else resolve();
      });
    });
  }

  /** By its path, which has to lead to the disk that is written. Past the cache where the system can. */
  private openAgain(): { readonly descriptor: number; readonly isDirect: boolean } {
    const { descriptor, isDirect } = this.openToRead();
    const [opened, written] = [descriptor, this.descriptor].map((one) => fs.fstatSync(one, { bigint: true }));
    if (opened!.dev === written!.dev && opened!.ino === written!.ino && opened!.rdev === written!.rdev)
      return { descriptor, isDirect };
    fs.closeSync(descriptor);
    throw new TargetError(
      sentence`${this.path} was replaced by something else while it was being written. Attach the disk, then write the image again.`,
    );
  }

  private openToRead(): { readonly descriptor: number; readonly isDirect: boolean } {
    // Undefined but on Linux, whatever the types say.
    const direct = fs.constants.O_DIRECT as number | undefined;
    try {
      if (direct !== undefined) {
        const descriptor = fs.openSync(this.path, fs.constants.O_RDONLY | direct);
        if (canRead(descriptor)) return { descriptor, isDirect: true };
        fs.closeSync(descriptor);
      }
    } catch {
      // Not every file system and driver has such a way; what is wrong with the disk, the other one tells.
    }
    try {
      return { descriptor: fs.openSync(this.path, 'r'), isDirect: false };
    } catch (error) {
      throw this.failure(sentence`cannot be read`, error);
    }
  }

  /** @throws TargetError where the image is not any more what was opened */
  private checkImage(): void {
    if (targetState(this.image.path) !== this.image.state)
      throw new TargetError(
        sentence`${this.image.path} changed while it was being written to ${this.path}. Write it again when no other program uses it.`,
      );
  }

  private failure(what: string, error: unknown): TargetError {
    return new TargetError(
      sentence`${this.path} ${what} (${codeOf(error)}). Check the disk, its cable and the system log; use another disk if this happens again.`,
      { cause: error },
    );
  }
}

function zeros(offset: number, length: number): DiskPiece {
  return { offset, bytes: new Uint8Array(length) };
}

/** Reading past the cache wants buffers that begin where a page of memory does. Memory of WebAssembly is sure to. */
function alignedBuffers(): readonly [Uint8Array, Uint8Array] {
  const { buffer } = kernelMemory(2 * PIECE_LENGTH);
  return [new Uint8Array(buffer, 0, PIECE_LENGTH), new Uint8Array(buffer, PIECE_LENGTH, PIECE_LENGTH)];
}

function canRead(descriptor: number): boolean {
  try {
    return fs.readSync(descriptor, alignedBuffers()[0], 0, SECTOR_LENGTH, 0) === SECTOR_LENGTH;
  } catch {
    return false;
  }
}
