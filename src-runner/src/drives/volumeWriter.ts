import type { DriveTarget } from '../pipeline/driveTarget';
import { RELOCATED_HEADER_LENGTH } from '../volume/bitlocker/createBitlockerVolume';
import type { NewBitlockerVolume } from '../volume/bitlocker/createBitlockerVolume';
import { SECTOR_LENGTH } from '../volume/bitlocker/bitlockerHeader';
import type { SectorCipher } from '../volume/bitlocker/sectorCipher';
import type { DiskPiece } from '../volume/diskPiece';

/** Bytes that are encrypted and written by one call. */
const STREAM_LENGTH = 1024 * 1024;

/**
 * Writes plaintext of the file system to its encrypted place. The file system's own first 8 KiB go where BitLocker keeps them: the
 * volume's first sector stays as it is, and with it the volume closed.
 */
export class VolumeWriter {
  private readonly cipher: SectorCipher;
  private header: Uint8Array | undefined;

  constructor(
    private readonly target: DriveTarget,
    /** Bytes from the beginning of the target. */
    private readonly partitionOffset: number,
    private readonly bitlocker: NewBitlockerVolume,
  ) {
    this.cipher = bitlocker.cipher();
  }

  /** The first 8 KiB that the file system wrote. */
  get bootRegion(): Uint8Array {
    if (this.header === undefined) throw new Error('The file system has not written its boot sectors.');
    return this.header;
  }

  /** Writes whole sectors; `bytes` are encrypted in place. */
  write({ offset, bytes }: DiskPiece): void {
    const inHeader = Math.min(bytes.length, Math.max(0, RELOCATED_HEADER_LENGTH - offset));
    if (inHeader > 0) {
      this.header ??= new Uint8Array(RELOCATED_HEADER_LENGTH);
      this.header.set(bytes.subarray(0, inHeader), offset);
      if (offset + inHeader === RELOCATED_HEADER_LENGTH) this.writeRaw(this.bitlocker.relocatedHeader(this.header));
    }
    const rest = bytes.subarray(inHeader);
    if (rest.length === 0) return;
    this.cipher.encrypt(rest, (offset + inHeader) / SECTOR_LENGTH);
    this.writeRaw({ offset: offset + inHeader, bytes: rest });
  }

  /** Writes what is not encrypted: BitLocker's own. */
  writeRaw({ offset, bytes }: DiskPiece): void {
    this.target.write(bytes, this.partitionOffset + offset);
  }

  /**
   * Writes bytes that come in pieces of any length from `offset` on, with zeros up to a whole cluster behind them.
   *
   * @returns how many came
   */
  writeStream(offset: number, pieces: Iterable<Uint8Array>, clusterBytes: number): number {
    const buffer = new Uint8Array(STREAM_LENGTH);
    let filled = 0;
    let written = 0;
    for (const piece of pieces) {
      for (let start = 0; start < piece.length; ) {
        const part = piece.subarray(start, start + buffer.length - filled);
        buffer.set(part, filled);
        filled += part.length;
        start += part.length;
        if (filled < buffer.length) continue;
        this.write({ offset: offset + written, bytes: buffer });
        written += filled;
        filled = 0;
      }
    }
    if (filled > 0) {
      const end = Math.ceil(filled / clusterBytes) * clusterBytes;
      buffer.fill(0, filled, end);
      this.write({ offset: offset + written, bytes: buffer.subarray(0, end) });
    }
    return written + filled;
  }

  /** Overwrites the key. Nothing can be encrypted any more. */
  wipe(): void {
    this.cipher.wipe();
  }
}
