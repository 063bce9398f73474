import { FingerprintNumbers } from '#core/dataset/fingerprintNumbers';
import type { JrmChecksum } from '#core/jrm/jrm';
import { textFingerprint } from '#core/text/textFingerprint';
import { sentence } from '../language/sentence';
import { GrowingColumn } from '../scan/growingColumn';

const SHA256_LENGTH = 32;
const SHA256_HEX = /^[0-9a-f]{64}$/i;

/**
 * The checksums of a JRM by drive and blob path, in some 70 bytes each, without text. Two paths with the same 64-bit
 * fingerprint would be confused: with a million paths, in one of thirty million jobs.
 */
export class ChecksumIndex {
  private readonly byBlob = new FingerprintNumbers();
  private readonly sha256Column = new GrowingColumn(Uint8Array);
  private readonly sizes = new GrowingColumn(Float64Array);
  private readonly seen = new GrowingColumn(Uint8Array);
  private readonly driveColumn = new GrowingColumn(Uint32Array);
  private readonly driveNumbers = new Map<string, number>();
  /** For each drive, how many of its blobs have not been seen on any drive. */
  private readonly unseen: number[] = [];
  private count = 0;

  /** @returns what is wrong with the checksum, in words, if it was not added */
  add({ SHA256, Size, DriveId = '', BlobPath }: JrmChecksum): string | undefined {
    if (!SHA256_HEX.test(SHA256)) return sentence`its SHA256 must have 64 hexadecimal digits`;
    if (BlobPath === undefined) return sentence`it has no BlobPath`;
    const [low, high] = fingerprintOf(DriveId, BlobPath);
    if (this.byBlob.add(low, high, this.count) !== undefined)
      return sentence`there is another checksum for the same blob`;
    this.sha256Column.ensure(SHA256_LENGTH * (this.count + 1));
    this.sizes.ensure(this.count + 1);
    this.seen.ensure(this.count + 1);
    this.driveColumn.ensure(this.count + 1);
    const { buffer } = this.sha256Column.array;
    Buffer.from(buffer, SHA256_LENGTH * this.count, SHA256_LENGTH).write(SHA256, 'hex');
    this.sizes.array[this.count] = Size ?? NaN;
    const drive = this.driveNumbers.get(DriveId) ?? this.unseen.push(0) - 1;
    this.driveNumbers.set(DriveId, drive);
    this.driveColumn.array[this.count] = drive;
    this.unseen[drive]!++;
    this.count++;
    return undefined;
  }

  /**
   * The number of the checksum for a blob on a drive; undefined if there is none. A JRM with one drive need not name
   * it.
   */
  find(driveId: string, blobPath: string): number | undefined {
    return this.byBlob.get(...fingerprintOf(driveId, blobPath)) ?? this.byBlob.get(...fingerprintOf('', blobPath));
  }

  /** 32 bytes. */
  sha256(number: number): Uint8Array {
    return this.sha256Column.array.subarray(SHA256_LENGTH * number, SHA256_LENGTH * (number + 1));
  }

  /** Bytes; undefined if the JRM does not say. */
  size(number: number): number | undefined {
    const size = this.sizes.array[number]!;
    return Number.isNaN(size) ? undefined : size;
  }

  /** Marks the blob as seen on the drive. */
  markSeen(number: number): void {
    if (this.wasSeen(number)) return;
    this.seen.array[number] = 1;
    this.unseen[this.driveColumn.array[number]!]!--;
  }

  wasSeen(number: number): boolean {
    return this.seen.array[number] === 1;
  }

  /** The drives that checksums name; an empty name if some name none. */
  driveIds(): Iterable<string> {
    return this.driveNumbers.keys();
  }

  /** How many of the JRM's blobs for a drive have not been seen on it. */
  unseenOf(driveId: string): number {
    return this.unseen[this.driveNumbers.get(driveId) ?? -1] ?? 0;
  }
}

function fingerprintOf(driveId: string, blobPath: string): readonly [low: number, high: number] {
  const [low, high] = textFingerprint(`${driveId}\0${blobPath}`);
  return [low | 0, high | 0];
}
