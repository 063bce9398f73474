import { SECTOR_LENGTH } from '#core/limits/limits';
import type { OpenMedium } from '../../pipeline/openMedium';
import { RELOCATED_HEADER_LENGTH } from '../../volume/bitlocker/createBitlockerVolume';
import type { NewBitlockerVolume } from '../../volume/bitlocker/createBitlockerVolume';
import type { SectorCipher } from '../../model/sectorCipher';
import type { DiskPiece } from '../../volume/diskPiece';

/** How many bytes one call encrypts and writes. */
const STREAM_LENGTH = 1024 * 1024;

/**
 * Writes plaintext of the file system, encrypted, to its place. The first 8 KiB of the file system go where BitLocker
 * keeps them: the first sector of the volume is left alone, so the volume stays closed.
 */
export class VolumeWriter {
  private readonly cipher: SectorCipher;
  private header: Uint8Array | undefined;

  constructor(
    private readonly target: OpenMedium,
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

  /** Writes whole sectors. `bytes` is encrypted in place. */
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

  /** Writes BitLocker's own data, which is not encrypted. */
  writeRaw({ offset, bytes }: DiskPiece): void {
    this.target.write(bytes, this.partitionOffset + offset);
  }

  /** Accepts the bytes of one file, whose only extent begins at `offset`, in pieces of any length. */
  streamTo(offset: number, clusterBytes: number): VolumeStream {
    return new VolumeStream(this, offset, clusterBytes);
  }

  /** Overwrites the key. Nothing can be encrypted afterwards. */
  wipe(): void {
    this.cipher.wipe();
  }
}

/** Collects the bytes of a file into long writes. */
export class VolumeStream {
  private readonly buffer = new Uint8Array(STREAM_LENGTH);
  private filled = 0;
  private written = 0;

  constructor(
    private readonly volume: VolumeWriter,
    private readonly offset: number,
    private readonly clusterBytes: number,
  ) {}

  append(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length;) {
      const part = bytes.subarray(start, start + this.buffer.length - this.filled);
      this.buffer.set(part, this.filled);
      this.filled += part.length;
      start += part.length;
      if (this.filled === this.buffer.length) this.flush(this.filled);
    }
  }

  /** Writes what is left, padded with zeros to a whole cluster. @returns the length of the file in bytes */
  end(): number {
    const length = this.written + this.filled;
    const whole = Math.ceil(this.filled / this.clusterBytes) * this.clusterBytes;
    this.buffer.fill(0, this.filled, whole);
    if (whole > 0) this.flush(whole);
    return length;
  }

  private flush(length: number): void {
    this.volume.write({ offset: this.offset + this.written, bytes: this.buffer.subarray(0, length) });
    this.written += length;
    this.filled = 0;
  }
}
