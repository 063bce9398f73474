import { isAscii, isUtf8 } from 'node:buffer';

/** Decodes UTF-8 in pieces, which may split characters, and finds the first invalid byte. */
export class Utf8Decoder {
  /** Offset of the first byte that is not UTF-8; `undefined` as long as there is none. */
  invalidOffset: number | undefined;
  /** Bytes taken so far, without those of an incomplete character. */
  private offset = 0;
  private rest = Buffer.alloc(0);

  /** The characters that end in `bytes`; invalid bytes become U+FFFD. `bytes` may be overwritten afterwards. */
  decode(bytes: Buffer): string {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes;
    const end = all.length - unfinishedLength(all);
    this.rest = Buffer.from(all.subarray(end));
    return this.take(all.subarray(0, end));
  }

  /** The rest of a character that the end of the file cut off. */
  end(): string {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    return this.take(rest);
  }

  private take(bytes: Buffer): string {
    const ascii = isAscii(bytes);
    if (!ascii && this.invalidOffset === undefined && !isUtf8(bytes))
      this.invalidOffset = this.offset + firstInvalid(bytes);
    this.offset += bytes.length;
    // One byte per character: half the memory, and faster to read.
    return bytes.toString(ascii ? 'latin1' : 'utf8');
  }
}

/** The number of bytes at the end of `bytes` that begin an incomplete character; 0 if there are none. */
function unfinishedLength(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > length ? length : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return lead <= 0xf4 ? 4 : 1;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc2 ? 2 : 1;
}

/** Index of the first invalid byte; `bytes` has to have one. */
function firstInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at]!);
    if (bytes[at]! >= 0x80 && (length === 1 || !isUtf8(bytes.subarray(at, at + length)))) return at;
    at += length;
  }
  return at;
}
