import { ByteList, encodeText, newText, sameBytes } from './byteText';
import type { ByteText } from './byteText';
import type { JrmFormatError, JsonValue } from './jrm';

/** What a scanner has read of a checksum; the next one overwrites it. */
export interface ScannedChecksum {
  /** The place of its record, in bytes from the beginning of the file. */
  offset: number;
  length: number;
  /** Empty where the record does not say. */
  readonly filePath: ByteText;
  readonly driveId: ByteText;
  readonly blobPath: ByteText;
  /** In bytes; NaN where the record does not say. */
  size: number;
}

/** A place in the text, in bytes. */
export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
}

/** Receives the parts of a JRM, in the order of the text. */
export interface JrmVisitor {
  /** Called at the beginning of the list of checksums. */
  readonly list: (offset: number) => void;
  /**
   * Called with a field other than the list of checksums, and the place of its value. `line`: zero-based, for visitors
   * that take items.
   */
  readonly member: (name: string, value: JsonValue, place: ByteSpan & { readonly line: number }) => void;
  /** Called with a checksum as a value. */
  readonly item?: (value: JsonValue, line: number) => void;
  /** Called with a checksum as bytes, for visitors without `item`: no object is created for it. */
  readonly checksum?: (checksum: ScannedChecksum) => void;
}

/** Returned when more of the text is needed. */
export const MORE = -1;

const FIRST_LENGTH = 1 << 18;

/** Reads the bytes of a JRM in either form, piece by piece. */
export abstract class JrmPieces<State extends string> {
  protected readonly visitor: JrmVisitor;
  protected readonly checksum: ScannedChecksum = {
    offset: 0,
    length: 0,
    filePath: newText(),
    driveId: newText(),
    blobPath: newText(),
    size: NaN,
  };
  /** The texts of the checksum's fields that had escapes. */
  protected readonly unescaped = new ByteList();
  protected state: State | 'end';
  /** Bytes that have arrived but not been read, in one piece: from `at` to `length`. */
  protected bytes = new Uint8Array(FIRST_LENGTH);
  protected at = 0;
  protected length = 0;
  /** The offset of `bytes[0]` in the file. */
  protected base = 0;
  /** How many bytes must be there before another attempt is worthwhile. */
  #wanted = 0;

  /** @param longest the longest value that is kept whole, in bytes */
  constructor(
    visitor: JrmVisitor,
    start: State,
    private readonly longest: number,
  ) {
    this.visitor = visitor;
    this.state = start;
  }

  /** @throws JrmFormatError */
  push(piece: Uint8Array): void {
    this.discarding?.();
    this.#append(piece);
    if (this.length - this.at >= this.#wanted) this.#read();
    if (this.length - this.at > this.longest) throw this.tooLong();
  }

  /** @throws JrmFormatError where the text ends too early */
  end(): void {
    this.#read();
    if (this.state !== 'end') throw this.tooShort();
  }

  #read(): void {
    this.#wanted = 0;
    while (this.step());
  }

  #append(piece: Uint8Array): void {
    const rest = this.length - this.at;
    if (rest + piece.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(rest + piece.length, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(this.at, this.length));
      this.bytes = grown;
    } else {
      this.bytes.copyWithin(0, this.at, this.length);
    }
    this.base += this.at;
    this.at = 0;
    this.bytes.set(piece, rest);
    this.length = rest + piece.length;
  }

  /** The offset in the file of what is read next. */
  protected get offset(): number {
    return this.base + this.at;
  }

  /**
   * Called when a value is incomplete. The next attempt waits until twice as much of it is there, so that all attempts
   * together cost time linear in its length.
   */
  protected needsMore(): false {
    this.#wanted = 2 * (this.length - this.at);
    return false;
  }

  /** Reads the next part; returns false where more of the text is needed. */
  protected abstract step(): boolean;
  protected abstract tooLong(): JrmFormatError;
  protected abstract tooShort(): JrmFormatError;
  /** Called before bytes that have been read are discarded. */
  protected discarding?(): void;
}

/** Empties a checksum. */
export function clearChecksum(checksum: ScannedChecksum): void {
  const { filePath, driveId, blobPath } = checksum;
  filePath.start = filePath.end = driveId.start = driveId.end = blobPath.start = blobPath.end = 0;
  checksum.size = NaN;
}

/** A field of a checksum that the tree needs, as named in `ScannedChecksum`. */
export type FieldName = 'filePath' | 'driveId' | 'blobPath' | 'size';

const fieldNames: readonly (readonly [name: ByteText, field: FieldName])[] = [
  [encodeText('FilePath'), 'filePath'],
  [encodeText('Size'), 'size'],
  [encodeText('DriveId'), 'driveId'],
  [encodeText('BlobPath'), 'blobPath'],
];
const given = newText();

/** The field with this name in the file; undefined for others. */
export function fieldNamed(bytes: Uint8Array, start: number, end: number): FieldName | undefined {
  given.bytes = bytes;
  given.start = start;
  given.end = end;
  for (const [name, field] of fieldNames) if (name.end === end - start && sameBytes(name, given)) return field;
  return undefined;
}

/** NaN for anything but digits. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = start === end ? NaN : 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = 10 * value + digit;
  }
  return value;
}
