import { hash } from 'node:crypto';
import { createKernels, type Kernels } from '../kernels/kernels';
import { sectorCipher, type SectorCipher } from '../volume/bitlocker/sectorCipher';
import type { FileFailure } from './copyResult';
import { NO_DATA, type DriveImage } from './driveImage';
import { writeAll, targetError } from './driveTarget';
import type { FileCalls } from './fileCalls';
import { OpenSource, SourceError, type ExpectedSource } from './openSource';
import { OpenStream } from './openStream';
import { RangeHasher } from './rangeHasher';
import { BATCH_LENGTH, type CopyFilesReply, type DriveSetup, type ReadChunkReply, type Reply, type SealChunkReply, type Task, type TaskOf, type ToThread } from './tasks';

const SECTOR = 512;
const SHA256_LENGTH = 32;

/** What a thread is given when it begins. */
export interface ThreadMemory {
  readonly memory: WebAssembly.Memory;
  /** Address of the thread's own scratch. */
  readonly scratch: number;
  /** Address of 32-bit words, one for each drive: not zero where it is to stop. */
  readonly stops: number;
}

export interface ThreadParts {
  readonly files: FileCalls;
  readonly openImage: (image: unknown) => DriveImage;
}

/** A drive as one thread has it. */
interface WorkedDrive {
  readonly setup: DriveSetup;
  readonly image: DriveImage;
  readonly cipher: SectorCipher;
  readonly streams: Map<number, OpenStream>;
}

class Stopped extends Error {}
class TargetFailure extends Error {}

/** The body of a copying thread: each task is done from beginning to end, with synchronous calls. */
export class PieceWorker {
  private readonly kernels: Kernels;
  private readonly hasher: RangeHasher;
  private readonly stops: Int32Array;
  private readonly drives = new Map<number, WorkedDrive>();

  constructor(
    { memory, scratch, stops }: ThreadMemory,
    private readonly parts: ThreadParts,
  ) {
    this.kernels = createKernels(memory, scratch);
    this.hasher = new RangeHasher(this.kernels);
    this.stops = new Int32Array(memory.buffer, stops);
  }

  /** Takes a message of the main thread, and answers each task. */
  take(message: ToThread): Reply | undefined {
    switch (message.kind) {
      case 'addDrive':
        this.drives.set(message.setup.drive, {
          setup: message.setup,
          image: this.parts.openImage(message.setup.image),
          cipher: sectorCipher(message.setup.method, message.setup.key, { kernels: this.kernels }),
          streams: new Map(),
        });
        return undefined;
      case 'removeDrive':
        this.remove(message.drive);
        return undefined;
      case 'task':
        try {
          return this.work(message.task, this.drives.get(message.task.drive)!);
        } catch (error) {
          if (error instanceof Stopped) return { kind: 'stopped' };
          if (error instanceof TargetFailure) return { kind: 'targetError', message: error.message };
          return { kind: 'crash', error };
        }
    }
  }

  private work(task: Task, drive: WorkedDrive): Reply {
    this.throwIfStopped(drive);
    switch (task.kind) {
      case 'copyFiles':
        return this.copyFiles(task, drive);
      case 'readChunk':
        return this.readChunk(task, drive);
      case 'sealChunk':
        return this.sealChunk(task, drive);
    }
  }

  private copyFiles({ first, end, slot }: TaskOf<'copyFiles'>, drive: WorkedDrive): CopyFilesReply {
    const { image } = drive;
    const { contents } = image;
    const records = slot + BATCH_LENGTH;
    const recordsLength = (end - first) * image.recordBytes;
    const sha256 = new Uint8Array(SHA256_LENGTH * (end - first));
    const rangeCounts = new Uint32Array(end - first);
    const residentAddresses = new Uint32Array(end - first);
    const failures: FileFailure[] = [];
    const failed = new Set<number>();
    let dataStart = NO_DATA;
    let dataEnd = 0;
    let resident = records + recordsLength;
    for (let file = first; file < end; file++) {
      this.throwIfStopped(drive);
      const size = contents.fileSize(file);
      const offset = image.dataOffset(file);
      let address = resident;
      let room = size;
      if (offset === NO_DATA) resident += size;
      else {
        if (dataStart === NO_DATA) dataStart = offset;
        address = slot + offset - dataStart;
        room = Math.ceil(size / image.clusterBytes) * image.clusterBytes;
        dataEnd = offset + room;
      }
      residentAddresses[file - first] = address;
      const failure = this.copyFile(drive, file, address, size);
      if (failure) {
        failures.push(failure);
        failed.add(file);
        // What lay in the slot before is none of this drive's business.
        this.kernels.bytes.fill(0, address, address + room);
        continue;
      }
      this.kernels.bytes.fill(0, address + size, address + room);
      sha256.set(hash('sha256', this.kernels.bytes.subarray(address, address + size), 'buffer'), SHA256_LENGTH * (file - first));
      rangeCounts[file - first] = this.hasher.add(address, 0, size, contents.isPageBlob(file));
    }
    const ranges = this.hasher.finish();
    image.encodeRecords(
      first,
      end,
      (file) => {
        if (failed.has(file)) return undefined;
        const address = residentAddresses[file - first]!;
        return this.kernels.bytes.subarray(address, address + contents.fileSize(file));
      },
      this.kernels.bytes.subarray(records, records + recordsLength),
    );
    if (dataStart !== NO_DATA) this.writeSealed(drive, slot, dataEnd - dataStart, dataStart);
    this.writeSealed(drive, records, recordsLength, image.recordOffset(first));
    return { kind: 'copyFiles', sha256, rangeCounts, ranges, failures };
  }

  /** Reads a whole file to where it is wanted. */
  private copyFile(drive: WorkedDrive, file: number, address: number, size: number): FileFailure | undefined {
    const expected = this.expected(drive, file);
    let source;
    try {
      source = OpenSource.open(this.parts.files, expected);
      source.read(this.kernels.bytes.subarray(address, address + size));
      source.checkUnchanged();
      return undefined;
    } catch (error) {
      return failureOf(error, file, expected.path);
    } finally {
      source?.close();
    }
  }

  private readChunk({ file, offset, length, slot }: TaskOf<'readChunk'>, drive: WorkedDrive): ReadChunkReply {
    const expected = this.expected(drive, file);
    try {
      if (offset === 0) drive.streams.set(file, new OpenStream(OpenSource.open(this.parts.files, expected)));
      const stream = drive.streams.get(file)!;
      stream.read(this.kernels.bytes.subarray(slot, slot + length), () => {
        this.throwIfStopped(drive);
      });
      if (offset + length < expected.size) return { kind: 'readChunk' };
      const sha256 = stream.finish();
      drive.streams.delete(file);
      return { kind: 'readChunk', sha256 };
    } catch (error) {
      const failure = failureOf(error, file, expected.path);
      drive.streams.get(file)?.close();
      drive.streams.delete(file);
      return { kind: 'readChunk', failure };
    }
  }

  private sealChunk({ file, offset, length, slot, writeFrom }: TaskOf<'sealChunk'>, drive: WorkedDrive): SealChunkReply {
    const { image } = drive;
    this.hasher.add(slot, offset, length, image.contents.isPageBlob(file));
    const ranges = this.hasher.finish();
    if (offset + length <= writeFrom) return { kind: 'sealChunk', ranges };
    const room = Math.ceil(length / image.clusterBytes) * image.clusterBytes;
    this.kernels.bytes.fill(0, slot + length, slot + room);
    const skipped = Math.max(0, writeFrom - offset);
    this.writeSealed(drive, slot + skipped, room - skipped, image.dataOffset(file) + offset + skipped);
    if (offset + length === image.contents.fileSize(file)) {
      const record = this.kernels.bytes.subarray(slot, slot + image.recordBytes);
      image.encodeRecords(file, file + 1, () => new Uint8Array(), record);
      this.writeSealed(drive, slot, record.length, image.recordOffset(file));
    }
    return { kind: 'sealChunk', ranges };
  }

  /** Encrypts bytes where they lie and writes them to their place on the volume. */
  private writeSealed(drive: WorkedDrive, address: number, length: number, volumeOffset: number): void {
    this.throwIfStopped(drive);
    const { setup, cipher } = drive;
    const bytes = this.kernels.bytes.subarray(address, address + length);
    cipher.encrypt(bytes, volumeOffset / SECTOR);
    let isWritten;
    try {
      isWritten = writeAll(this.parts.files, setup.descriptor, bytes, setup.partitionOffset + volumeOffset, () => this.isStopped(drive));
    } catch (error) {
      throw new TargetFailure(targetError(setup.targetPath, 'cannot be written', error).message);
    }
    if (!isWritten) throw new Stopped();
  }

  private expected({ image: { contents } }: WorkedDrive, file: number): ExpectedSource {
    return { path: contents.sourcePathOf(file), size: contents.fileSize(file), modified: contents.fileTimes(file).modified };
  }

  private isStopped({ setup }: WorkedDrive): boolean {
    return Atomics.load(this.stops, setup.drive) !== 0;
  }

  private throwIfStopped(drive: WorkedDrive): void {
    if (this.isStopped(drive)) throw new Stopped();
  }

  private remove(number: number): void {
    const drive = this.drives.get(number);
    if (!drive) return;
    this.drives.delete(number);
    for (const stream of drive.streams.values()) stream.close();
    drive.cipher.wipe();
    drive.setup.key.fill(0);
  }
}

/** @throws what is no trouble with a source */
function failureOf(error: unknown, file: number, path: string): FileFailure {
  if (!(error instanceof SourceError)) throw error;
  return { file, path, reason: error.reason, message: error.message };
}
