import { hash } from 'node:crypto';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { sentence } from '../language/sentence';
import type { SectorCipher } from '../model/sectorCipher';
import { sectorCipher } from '../volume/bitlocker/sectorCipher';
import { batchHashesIn, leaveRanges } from './batchHashes';
import { batchPlaces } from './batchPlaces';
import { SHA256_LENGTH, type FileFailure } from '../model/copyResult';
import type { DriveImage } from './driveImage';
import { writeAll, targetError } from './openMedium';
import { Stopped, TargetFailure, type DriveWork, type ThreadContext } from './driveWork';
import { SourceError, type ExpectedSource } from './openSource';
import { OpenStream } from './openStream';
import type { CopyFilesReply, DriveSetup, ReadChunkReply, Reply, SealChunkReply, Task, TaskOf } from './tasks';
import { WholeFiles } from './wholeFiles';

/** One thread's part in copying the files of a drive to its target. */
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
    const count = end - first;
    const { addresses, rooms, data, records } = batchPlaces(image, first, end, slot);
    const bytesOf = (index: number): Uint8Array =>
      kernels.bytes.subarray(addresses[index], addresses[index]! + contents.fileSize(first + index));
    const failed = new Map<number, SourceError>();
    const reading = new WholeFiles(
      this.thread.files,
      count,
      (index) => ({ expected: this.expected(first + index), into: bytesOf(index) }),
      (index, error) => failed.set(index, error),
      this.throwIfStopped,
    );
    const { sha256, rangeCounts } = batchHashesIn(kernels.bytes, slot, count, 0);
    const digests = Buffer.from(sha256.buffer, sha256.byteOffset, sha256.length);
    const failures: FileFailure[] = [];
    hasher.reset();
    for (let index = 0; index < count;) {
      const read = reading.read(index);
      // Awaits only when there is something to wait for.
      const readTo = typeof read === 'number' ? read : await read;
      for (; index < readTo; index++) {
        const file = first + index;
        const address = addresses[index]!;
        const roomEnd = address + rooms[index]!;
        const error = failed.get(index);
        if (error) {
          failures.push(failureOf(error, file, contents.sourcePathOf(file)));
          // The slot's earlier contents do not belong on this drive.
          kernels.bytes.fill(0, address, roomEnd);
          sha256.fill(0, SHA256_LENGTH * index, SHA256_LENGTH * (index + 1));
          rangeCounts[index] = 0;
          continue;
        }
        const size = contents.fileSize(file);
        kernels.bytes.fill(0, address + size, roomEnd);
        // A string is cheaper than a separate buffer.
        digests.write(hash('sha256', bytesOf(index), 'binary'), SHA256_LENGTH * index, 'binary');
        rangeCounts[index] = hasher.add(address, 0, size, contents.isPageBlob(file));
      }
    }
    const ranges = hasher.finish();
    leaveRanges(ranges, kernels.bytes, slot, count);
    const contentOf = (file: number) => (failed.has(file - first) ? undefined : bytesOf(file - first));
    image.encodeRecords(
      first,
      end,
      contentOf,
      kernels.bytes.subarray(records.address, records.address + records.length),
    );
    if (data) this.writeSealed(slot, data.length, data.start);
    this.writeSealed(records.address, records.length, image.recordOffset(first));
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

  /** Encrypts bytes in place and writes them to their place on the volume. */
  private writeSealed(address: number, length: number, volumeOffset: number): void {
    this.throwIfStopped();
    const { setup, cipher } = this;
    const bytes = this.thread.kernels.bytes.subarray(address, address + length);
    cipher.encrypt(bytes, volumeOffset / SECTOR_LENGTH);
    let isWritten;
    try {
      isWritten = writeAll(this.thread.files, setup.descriptor, bytes, setup.partitionOffset + volumeOffset, () =>
        this.thread.isStopped(setup.drive),
      );
    } catch (error) {
      throw new TargetFailure(targetError(setup.targetPath, sentence`cannot be written`, error).message);
    }
    if (!isWritten) throw new Stopped();
  }

  private expected(file: number): ExpectedSource {
    const { contents } = this.image;
    return {
      path: contents.sourcePathOf(file),
      size: contents.fileSize(file),
      modified: contents.fileTimes(file).modified,
      refusesLinks: contents.refusesLinkAt(file),
    };
  }

  private readonly throwIfStopped = (): void => {
    if (this.hasEnded || this.thread.isStopped(this.setup.drive)) throw new Stopped();
  };
}

/** @throws every error that is not the fault of a source */
function failureOf(error: unknown, file: number, path: string): FileFailure {
  if (!(error instanceof SourceError)) throw error;
  return { file, path, reason: error.reason, message: error.message };
}
