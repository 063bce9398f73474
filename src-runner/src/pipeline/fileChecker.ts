import { createHash, hash, type Hash } from 'node:crypto';
import { SECTOR_LENGTH } from '#core/limits/limits';
import { createMultiMd5, MD5_LENGTH, type MultiMd5 } from '../kernels/multiMd5';
import { sentence } from '../language/sentence';
import type { SectorCipher } from '../model/sectorCipher';
import { sectorCipher } from '../volume/bitlocker/sectorCipher';
import { targetError } from './openMedium';
import { Stopped, TargetFailure, type DriveWork, type ThreadContext } from './driveWork';
import { codeOf, errorText } from '../model/systemError';
import { SHA256_LENGTH, type RangeColumns } from '../model/copyResult';
import type { CheckReply, DriveSetup, ExtentPairs, Fault, HashChunkReply, Reply, Task, TaskOf } from './tasks';

const MOST_A_CALL = 4 * 1024 * 1024;
/** The medium fails at this place only: the rest is still worth reading. */
const LOCAL_ERRORS = new Set(['EIO', 'EILSEQ', 'ENODATA', 'EREMOTEIO']);

class UnreadablePlace extends Error {}

/** One thread's part in reading the files of a drive back. */
export class FileChecker implements DriveWork {
  private readonly cipher: SectorCipher;
  private readonly md5: MultiMd5;
  private readonly hashes = new Map<number, Hash>();

  constructor(
    private readonly thread: ThreadContext,
    private readonly setup: DriveSetup,
  ) {
    this.cipher = sectorCipher(setup.method, setup.key, { kernels: thread.kernels });
    this.md5 = createMultiMd5(thread.kernels);
  }

  work(task: Task): Reply {
    switch (task.kind) {
      case 'checkFiles':
        return this.checkFiles(task);
      case 'openChunk':
        return this.openChunk(task);
      case 'hashChunk':
        return this.hashChunk(task);
      default:
        throw new RangeError(`A drive that is read back has no use for ${task.kind}.`);
    }
  }

  end(): void {
    this.cipher.wipe();
  }

  private checkFiles({ batch, slot }: TaskOf<'checkFiles'>): CheckReply {
    const { bytes } = this.thread.kernels;
    const { sizes, extentCounts, extents, sha256, hasSha256, rangeCounts, ranges } = batch;
    const digests = Buffer.from(sha256.buffer, sha256.byteOffset, sha256.length);
    const faults: Fault[] = [];
    const isUnreadable = this.readBatch(batch, slot, faults);
    const starts: number[] = [];
    const places: number[] = [];
    let address = slot;
    for (let index = 0, extent = 0, range = 0; index < sizes.length; index++) {
      const size = sizes[index]!;
      const start = address;
      for (const end = extent + extentCounts[index]!; extent < end; extent++) address += extents[2 * extent + 1]!;
      for (const end = range + rangeCounts[index]!; range < end; range++) {
        starts.push(start + ranges.offsets[range]!);
        places.push(index);
      }
      if (isUnreadable[index] === 1) continue;
      const expected = digests.subarray(SHA256_LENGTH * index, SHA256_LENGTH * (index + 1));
      if (
        hasSha256[index] === 1 &&
        hash('sha256', bytes.subarray(start, start + size), 'binary') !== expected.toString('binary')
      ) {
        faults.push({ index, what: 'contents', offset: 0, length: size });
      }
      if (!this.thread.kernels.isZero(start + size, address))
        faults.push({ index, what: 'slack', offset: size, length: address - start - size });
    }
    this.compareRanges(ranges, starts, (range, fault) => {
      if (isUnreadable[places[range]!] === 0) faults.push({ index: places[range]!, ...fault });
    });
    return { kind: 'checkFiles', faults };
  }

  /** @returns For each file, 1 if it cannot be read. */
  private readBatch(
    { sizes, extentCounts, extents }: TaskOf<'checkFiles'>['batch'],
    slot: number,
    faults: Fault[],
  ): Uint8Array {
    const isUnreadable = new Uint8Array(sizes.length);
    try {
      this.readExtents(extents, slot);
      return isUnreadable;
    } catch (error) {
      if (!(error instanceof UnreadablePlace)) throw error;
    }
    let address = slot;
    for (let index = 0, extent = 0; index < sizes.length; index++) {
      const own = extents.subarray(2 * extent, 2 * (extent + extentCounts[index]!));
      extent += extentCounts[index]!;
      try {
        this.readExtents(own, address);
      } catch (error) {
        if (!(error instanceof UnreadablePlace)) throw error;
        isUnreadable[index] = 1;
        faults.push({ index, what: 'unreadable', offset: 0, length: sizes[index]!, message: error.message });
      }
      address += lengthOf(own);
    }
    return isUnreadable;
  }

  private openChunk({ slot, extents, skip, offset, length, isLast, ranges }: TaskOf<'openChunk'>): CheckReply {
    try {
      this.readExtents(extents, slot);
    } catch (error) {
      if (!(error instanceof UnreadablePlace)) throw error;
      return { kind: 'openChunk', faults: [{ index: 0, what: 'unreadable', offset, length, message: error.message }] };
    }
    const faults: Fault[] = [];
    const start = slot + skip;
    const end = slot + lengthOf(extents);
    this.compareRanges(
      ranges,
      Array.from(ranges.offsets, (rangeOffset) => start + rangeOffset - offset),
      (_, fault) => faults.push({ index: 0, ...fault }),
    );
    if (isLast && !this.thread.kernels.isZero(start + length, end))
      faults.push({ index: 0, what: 'slack', offset: offset + length, length: end - start - length });
    return { kind: 'openChunk', faults };
  }

  private hashChunk({ slot, skip, length, file, isLast }: TaskOf<'hashChunk'>): HashChunkReply {
    const state = this.hashes.get(file) ?? createHash('sha256');
    state.update(this.thread.kernels.bytes.subarray(slot + skip, slot + skip + length));
    if (!isLast) {
      this.hashes.set(file, state);
      return { kind: 'hashChunk' };
    }
    this.hashes.delete(file);
    return { kind: 'hashChunk', sha256: state.digest() };
  }

  private compareRanges(
    { offsets, lengths, md5s }: RangeColumns,
    starts: readonly number[],
    report: (range: number, fault: Omit<Fault, 'index'>) => void,
  ): void {
    const found = new Uint8Array(md5s.length);
    this.md5.digest(starts, lengths, starts.length, found);
    if (Buffer.compare(found, md5s) === 0) return;
    for (let range = 0; range < starts.length; range++) {
      const [from, to] = [MD5_LENGTH * range, MD5_LENGTH * (range + 1)];
      if (Buffer.compare(found.subarray(from, to), md5s.subarray(from, to)) !== 0)
        report(range, { what: 'range', offset: offsets[range]!, length: lengths[range]! });
    }
  }

  /**
   * Reads extents into consecutive bytes at `address` and decrypts them. Extents that adjoin on the volume are read
   * together.
   */
  private readExtents(extents: ExtentPairs, address: number): void {
    let at = address;
    for (let index = 0; index < extents.length;) {
      const offset = extents[index]!;
      let length = extents[index + 1]!;
      for (index += 2; index < extents.length && extents[index] === offset + length; index += 2)
        length += extents[index + 1]!;
      const bytes = this.thread.kernels.bytes.subarray(at, at + length);
      this.read(bytes, offset);
      this.cipher.decrypt(bytes, offset / SECTOR_LENGTH);
      at += length;
    }
  }

  private read(into: Uint8Array, volumeOffset: number): void {
    const { descriptor, partitionOffset, targetPath, drive } = this.setup;
    for (let done = 0; done < into.length;) {
      if (this.thread.isStopped(drive)) throw new Stopped();
      const position = partitionOffset + volumeOffset + done;
      let count;
      try {
        count = this.thread.files.readSync(descriptor, into, done, Math.min(into.length - done, MOST_A_CALL), position);
      } catch (error) {
        if (LOCAL_ERRORS.has(codeOf(error))) throw new UnreadablePlace(errorText(error));
        throw new TargetFailure(targetError(targetPath, sentence`cannot be read`, error).message);
      }
      if (count === 0) throw new UnreadablePlace(sentence`${targetPath} ends at byte ${position}`);
      done += count;
    }
  }
}

function lengthOf(extents: ExtentPairs): number {
  let length = 0;
  for (let index = 1; index < extents.length; index += 2) length += extents[index]!;
  return length;
}
