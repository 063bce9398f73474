import { hash } from 'node:crypto';
import { sectorCipher, type SectorCipher } from '../volume/bitlocker/sectorCipher';
import { batchHashesIn } from './batchHashes';
import { SHA256_LENGTH, type FileFailure } from './copyResult';
import { NO_DATA, type DriveImage } from './driveImage';
import { writeAll, targetError } from './driveTarget';
import { Stopped, TargetFailure, type DriveWork, type ThreadContext } from './driveWork';
import { SourceError, type ExpectedSource } from './openSource';
import { OpenStream } from './openStream';
import { BATCH_LENGTH, type CopyFilesReply, type DriveSetup, type ReadChunkReply, type Reply, type SealChunkReply, type Task, type TaskOf } from './tasks';
import { WholeFiles } from './wholeFiles';

const SECTOR = 512;

/** What one thread does to bring the files of a drive to its target. */
export class FileCopier implements DriveWork {
  private readonly cipher: SectorCipher;
  private readonly streams = new Map<number, OpenStream>();
  private hasEnded = false;

  constructor(
    private readonly thread: ThreadContext,
    private readonly setup: DriveSetup,
    private readonly image: DriveImage,
  ) {
    this.cipher = sectorCipher(setup.method, setup.key, { kernels: thread.kernels });
  }

  work(task: Task): Reply | Promise<Reply> {
    switch (task.kind) {
      case 'copyFiles':
        return this.copyFiles(task);
      case 'readChunk':
        return this.readChunk(task);
      case 'sealChunk':
        return this.sealChunk(task);
      default:
        throw new RangeError(`A drive that is copied has no use for ${task.kind}.`);
    }
  }

  end(): void {
    this.hasEnded = true;
    for (const stream of this.streams.values()) stream.close();
    this.cipher.wipe();
  }

  private async copyFiles({ first, end, slot }: TaskOf<'copyFiles'>): Promise<CopyFilesReply> {
    const { image } = this;
    const { contents } = image;
    const { kernels, hasher } = this.thread;
    const records = slot + BATCH_LENGTH;
    const recordsLength = (end - first) * image.recordBytes;
    const { sha256, rangeCounts } = batchHashesIn(kernels.bytes, slot, end - first, 0);
    const digests = Buffer.from(sha256.buffer, sha256.byteOffset, sha256.length);
    const addresses = new Uint32Array(end - first);
    const rooms = new Uint32Array(end - first);
    let dataStart = NO_DATA;
    let dataEnd = 0;
    let resident = records + recordsLength;
    for (let file = first; file < end; file++) {
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
      addresses[file - first] = address;
      rooms[file - first] = room;
    }
    const bytesOf = (index: number): Uint8Array => kernels.bytes.subarray(addresses[index], addresses[index]! + contents.fileSize(first + index));
    const failed = new Map<number, SourceError>();
    const reading = new WholeFiles(
      this.thread.files,
      end - first,
      (index) => ({ expected: this.expected(first + index), into: bytesOf(index) }),
      (index, error) => failed.set(index, error),
      this.throwIfStopped,
    );
    const failures: FileFailure[] = [];
    hasher.reset();
    for (let index = 0; index < end - first; ) {
      const read = reading.read(index);
      // Nothing is waited for that is there already.
      const readTo = typeof read === 'number' ? read : await read;
      for (; index < readTo; index++) {
        const address = addresses[index]!;
        const error = failed.get(index);
        if (error) {
          failures.push(failureOf(error, first + index, contents.sourcePathOf(first + index)));
          // What lay in the slot before is none of this drive's business.
          kernels.bytes.fill(0, address, address + rooms[index]!);
          sha256.fill(0, SHA256_LENGTH * index, SHA256_LENGTH * (index + 1));
          rangeCounts[index] = 0;
          continue;
        }
        const size = contents.fileSize(first + index);
        kernels.bytes.fill(0, address + size, address + rooms[index]!);
        // A string is cheaper than a buffer of its own.
        digests.write(hash('sha256', bytesOf(index), 'binary'), SHA256_LENGTH * index, 'binary');
        rangeCounts[index] = hasher.add(address, 0, size, contents.isPageBlob(first + index));
      }
    }
    const ranges = hasher.finish();
    const found = batchHashesIn(kernels.bytes, slot, end - first, ranges.lengths.length).ranges;
    found.offsets.set(ranges.offsets);
    found.lengths.set(ranges.lengths);
    found.md5s.set(ranges.md5s);
    image.encodeRecords(
      first,
      end,
      (file) => (failed.has(file - first) ? undefined : bytesOf(file - first)),
      kernels.bytes.subarray(records, records + recordsLength),
    );
    if (dataStart !== NO_DATA) this.writeSealed(slot, dataEnd - dataStart, dataStart);
    this.writeSealed(records, recordsLength, image.recordOffset(first));
    return { kind: 'copyFiles', rangeCount: ranges.lengths.length, failures };
  }

  private readChunk({ file, offset, length, slot }: TaskOf<'readChunk'>): ReadChunkReply {
    const expected = this.expected(file);
    try {
      if (offset === 0) this.streams.set(file, OpenStream.open(this.thread.files, expected));
      const stream = this.streams.get(file)!;
      stream.read(this.thread.kernels.bytes.subarray(slot, slot + length), this.throwIfStopped);
      if (offset + length < expected.size) return { kind: 'readChunk' };
      const sha256 = stream.finish();
      this.streams.delete(file);
      return { kind: 'readChunk', sha256 };
    } catch (error) {
      const failure = failureOf(error, file, expected.path);
      this.streams.get(file)?.close();
      this.streams.delete(file);
      return { kind: 'readChunk', failure };
    }
  }

  private sealChunk({ file, offset, length, slot, writeFrom }: TaskOf<'sealChunk'>): SealChunkReply {
    const { image } = this;
    const { kernels, hasher } = this.thread;
    hasher.add(slot, offset, length, image.contents.isPageBlob(file));
    const ranges = hasher.finish();
    if (offset + length <= writeFrom) return { kind: 'sealChunk', ranges };
    const room = Math.ceil(length / image.clusterBytes) * image.clusterBytes;
    kernels.bytes.fill(0, slot + length, slot + room);
    const skipped = Math.max(0, writeFrom - offset);
    this.writeSealed(slot + skipped, room - skipped, image.dataOffset(file) + offset + skipped);
    if (offset + length === image.contents.fileSize(file)) {
      const record = kernels.bytes.subarray(slot, slot + image.recordBytes);
      image.encodeRecords(file, file + 1, () => new Uint8Array(), record);
      this.writeSealed(slot, record.length, image.recordOffset(file));
    }
    return { kind: 'sealChunk', ranges };
  }

  /** Encrypts bytes where they lie and writes them to their place on the volume. */
  private writeSealed(address: number, length: number, volumeOffset: number): void {
    this.throwIfStopped();
    const { setup, cipher } = this;
    const bytes = this.thread.kernels.bytes.subarray(address, address + length);
    cipher.encrypt(bytes, volumeOffset / SECTOR);
    let isWritten;
    try {
      isWritten = writeAll(this.thread.files, setup.descriptor, bytes, setup.partitionOffset + volumeOffset, () => this.thread.isStopped(setup.drive));
    } catch (error) {
      throw new TargetFailure(targetError(setup.targetPath, 'cannot be written', error).message);
    }
    if (!isWritten) throw new Stopped();
  }

  private expected(file: number): ExpectedSource {
    const { contents } = this.image;
    return { path: contents.sourcePathOf(file), size: contents.fileSize(file), modified: contents.fileTimes(file).modified };
  }

  private readonly throwIfStopped = (): void => {
    if (this.hasEnded || this.thread.isStopped(this.setup.drive)) throw new Stopped();
  };
}

/** @throws what is no trouble with a source */
function failureOf(error: unknown, file: number, path: string): FileFailure {
  if (!(error instanceof SourceError)) throw error;
  return { file, path, reason: error.reason, message: error.message };
}
