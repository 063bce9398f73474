import type { JsonValue } from '../jrm';
import type { ByteText } from './byteText';

/** What a scanner has read of a checksum; the next one overwrites it. */
export interface ScannedChecksum {
  /** Of its record, in bytes from the beginning of the file. */
  offset: number;
  length: number;
  /** Empty where the record does not say. */
  readonly filePath: ByteText;
  readonly driveId: ByteText;
  readonly blobPath: ByteText;
  /** Bytes; NaN where the record does not say. */
  size: number;
}

/** A place in the text, in bytes. */
export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
}

/** What a JRM consists of, in the order of its text. */
export interface JrmScanVisitor {
  /** A field that is not the list of checksums, and where its value stands. */
  member(name: string, value: JsonValue, place: ByteSpan): void;
  /** The list of checksums begins. */
  list(offset: number): void;
  checksum(checksum: ScannedChecksum): void;
}

/** Reads the bytes of a JRM that come in pieces. What it meets is not checked further than is needed to go on. */
export interface JrmScanner {
  /** @throws JrmScanError */
  push(piece: Uint8Array): void;
  /** @throws JrmScanError where the text ends too early */
  end(): void;
}

/** From here on the text cannot be read. */
export class JrmScanError extends Error {
  /** @param offset in bytes from the beginning of the file */
  constructor(readonly offset: number) {
    super(`The text cannot be read from byte ${offset} on.`);
  }
}

/** The longest value that is kept as a whole, in bytes. */
export const MAX_VALUE_LENGTH = 32 * 1024 * 1024;

const nothing = new Uint8Array(0);

export function newScannedChecksum(): ScannedChecksum {
  const text = (): ByteText => ({ bytes: nothing, start: 0, end: 0 });
  return { offset: 0, length: 0, filePath: text(), driveId: text(), blobPath: text(), size: NaN };
}

/** Makes it one that says nothing. */
export function clearChecksum(checksum: ScannedChecksum): void {
  const { filePath, driveId, blobPath } = checksum;
  filePath.start = filePath.end = driveId.start = driveId.end = blobPath.start = blobPath.end = 0;
  checksum.size = NaN;
}
