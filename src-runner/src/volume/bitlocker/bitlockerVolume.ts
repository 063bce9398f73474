import { sentence } from '../../language/sentence';
import type { ByteSource } from '../byteSource';
import { DriveFormatError, DriveReadError } from '../byteSource';
import type { FveMetadata } from './fveMetadata';
import { METADATA_LENGTH } from './fveMetadata';
import type { SectorCipher } from '../../model/sectorCipher';

/** Where a part of the volume lies: at its own place, at another one, or nowhere, so that it reads as zeros. */
interface Segment {
  readonly end: number;
  readonly kind: 'data' | 'relocated' | 'zeros';
}

/** The decrypted view of a BitLocker volume, as a file system sees it. */
export class BitlockerVolume implements ByteSource {
  readonly length: number;
  /** In order, from 0 to `length`. */
  private readonly segments: readonly Segment[];
  private readonly relocation: number;

  constructor(
    private readonly source: ByteSource,
    private readonly cipher: SectorCipher,
    private readonly sectorLength: number,
    {
      encryptedLength,
      metadataOffsets,
      relocatedHeader,
    }: Pick<FveMetadata, 'encryptedLength' | 'metadataOffsets' | 'relocatedHeader'>,
  ) {
    this.length = encryptedLength;
    this.relocation = relocatedHeader.offset;
    this.segments = layoutSegments(encryptedLength, relocatedHeader.length, [
      ...metadataOffsets.map((offset) => ({ offset, length: METADATA_LENGTH })),
      relocatedHeader,
    ]);
    if (this.segments.some(({ end }) => end % sectorLength !== 0))
      throw new DriveFormatError(
        sentence`The BitLocker metadata refers to positions that are not the start of a sector.`,
      );
  }

  read(offset: number, into: Uint8Array): void {
    if (offset < 0 || offset + into.length > this.length) {
      throw new DriveReadError(
        `${into.length} bytes at ${offset} lie outside of a volume of ${this.length} bytes.`,
        offset,
      );
    }
    let start = 0;
    for (const { end, kind } of this.segments) {
      const from = Math.max(start, offset);
      const to = Math.min(end, offset + into.length);
      if (from < to) {
        const part = into.subarray(from - offset, to - offset);
        if (kind === 'zeros') part.fill(0);
        else this.decrypt(kind === 'relocated' ? this.relocation + from : from, part);
      }
      start = end;
    }
  }

  /** Overwrites the key. The volume cannot be read after that. */
  wipe(): void {
    this.cipher.wipe();
  }

  /** Reads and decrypts the whole sectors at `offset` of the encrypted volume. */
  private decrypt(offset: number, into: Uint8Array): void {
    const { sectorLength } = this;
    const lead = offset % sectorLength;
    if (lead === 0 && into.length % sectorLength === 0) {
      this.source.read(offset, into);
      this.cipher.decrypt(into, offset / sectorLength);
      return;
    }
    const sectors = new Uint8Array(Math.ceil((lead + into.length) / sectorLength) * sectorLength);
    this.source.read(offset - lead, sectors);
    this.cipher.decrypt(sectors, (offset - lead) / sectorLength);
    into.set(sectors.subarray(lead, lead + into.length));
  }
}

function layoutSegments(
  length: number,
  relocatedLength: number,
  holes: readonly { readonly offset: number; readonly length: number }[],
): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  const add = (end: number, kind: Segment['kind']) => {
    const limited = Math.min(end, length);
    if (limited > start) segments.push({ end: limited, kind });
    start = Math.max(start, limited);
  };
  add(relocatedLength, 'relocated');
  for (const hole of [...holes].sort((one, other) => one.offset - other.offset)) {
    add(hole.offset, 'data');
    add(hole.offset + hole.length, 'zeros');
  }
  add(length, 'data');
  return segments;
}
