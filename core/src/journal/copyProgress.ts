import { base64Length, fromBase64, writeBase64 } from '../bytes/base64';

/** Why a file is not on its drive. */
export type CopyFailure = 'changed' | 'vanished' | 'unreadable';

const failures: readonly CopyFailure[] = ['changed', 'vanished', 'unreadable'];

const SHA256_LENGTH = 32;
const MD5_LENGTH = 16;
const SHA256_CHARACTERS = base64Length(SHA256_LENGTH);
const MD5_CHARACTERS = base64Length(MD5_LENGTH);

/*
 * A line for each file that a checkpoint covers, in the order of the drive:
 *
 *   <file> <SHA-256> <range>…   done; the ranges are those since the previous checkpoint
 *   <file> . <range>…           partly done
 *   <file> !<failure>           not copied; earlier lines about the file are void
 *
 * A file is its number in the order of the drive. A range is the MD5 of the next block of 4 MiB, or
 * `<offset>+<length>:<MD5>` for a page range. Hashes are base64 without padding, so that a journal stays below the
 * portal's limit of 2 MB for as long as possible.
 */

/** Ranges of a file in columns, for the indexes from `first` on. */
export interface RangeColumns {
  readonly first: number;
  readonly count: number;
  /** 16 bytes each. */
  readonly md5s: Uint8Array;
  /** For page ranges, in bytes. Blocks have none. */
  readonly offsets?: ArrayLike<number>;
  readonly lengths?: ArrayLike<number>;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;
const DOT = 0x2e;
const PLUS = 0x2b;
const COLON = 0x3a;
const ZERO = 0x30;
const EXCLAMATION = 0x21;
/** The greatest number of digits of a byte count. */
const MOST_DIGITS = 16;
/** A line break, the file, and its hash. */
const MOST_OF_FILE = 1 + MOST_DIGITS + 1 + SHA256_CHARACTERS;
const MOST_OF_RANGE = 1 + MOST_DIGITS + 1 + MOST_DIGITS + 1 + MD5_CHARACTERS;
const decoder = new TextDecoder();

/**
 * Creates the lines of a checkpoint. They are composed as bytes, because there can be many thousands of files and as
 * many lines.
 */
export class CopyProgressText {
  private bytes = new Uint8Array(4096);
  private length = 0;

  /**
   * Adds the next ranges of a file. If `sha256` is given, its 32 bytes from `sha256Start` on mean that the file is
   * complete.
   */
  copied(
    file: number,
    { first, count, md5s, offsets, lengths }: RangeColumns,
    sha256?: Uint8Array,
    sha256Start = 0,
  ): void {
    this.beginLine(file, MOST_OF_FILE + count * MOST_OF_RANGE);
    const { bytes } = this;
    if (sha256) this.length = writeBase64(sha256, sha256Start, sha256Start + SHA256_LENGTH, bytes, this.length);
    else bytes[this.length++] = DOT;
    for (let range = first; range < first + count; range++) {
      bytes[this.length++] = SPACE;
      if (offsets && lengths) {
        this.number(offsets[range]!);
        bytes[this.length++] = PLUS;
        this.number(lengths[range]!);
        bytes[this.length++] = COLON;
      }
      this.length = writeBase64(md5s, range * MD5_LENGTH, (range + 1) * MD5_LENGTH, bytes, this.length);
    }
  }

  /** Adds a file that could not be copied. */
  failed(file: number, failure: CopyFailure): void {
    this.beginLine(file, MOST_OF_FILE);
    this.bytes[this.length++] = EXCLAMATION;
    for (let at = 0; at < failure.length; at++) this.bytes[this.length++] = failure.charCodeAt(at);
  }

  /** The lines added since this was last called; empty where there are none. */
  take(): string {
    const text = decoder.decode(this.bytes.subarray(0, this.length));
    this.length = 0;
    return text;
  }

  private beginLine(file: number, most: number): void {
    if (this.length + most > this.bytes.length) {
      const longer = new Uint8Array(2 * this.bytes.length + most);
      longer.set(this.bytes.subarray(0, this.length));
      this.bytes = longer;
    }
    if (this.length > 0) this.bytes[this.length++] = NEWLINE;
    this.number(file);
    this.bytes[this.length++] = SPACE;
  }

  private number(number: number): void {
    let power = 1;
    while (10 * power <= number) power *= 10;
    for (let rest = number; power >= 1; power /= 10) {
      const digit = Math.floor(rest / power);
      this.bytes[this.length++] = ZERO + digit;
      rest -= digit * power;
    }
  }
}

/**
 * Receives the content of a checkpoint, line by line. The arrays belong to the reader and change with the next call.
 */
export interface CopyProgressVisitor {
  /** The next block of a file, with its MD5. */
  block(file: number, md5: Uint8Array): void;
  pageRange(file: number, offset: number, length: number, md5: Uint8Array): void;
  /** The file is complete; its ranges have been visited. */
  done(file: number, sha256: Uint8Array): void;
  failed(file: number, failure: CopyFailure): void;
}

/** A line that does not have the expected form. `line`: zero-based, within the checkpoint. */
export class CopyProgressError extends Error {
  constructor(readonly line: number) {
    super(`Line ${line + 1} of a checkpoint cannot be read.`);
  }
}

const sha256Bytes = new Uint8Array(SHA256_LENGTH);
const md5Bytes = new Uint8Array(MD5_LENGTH);

/**
 * Reads the lines of a checkpoint.
 *
 * @throws CopyProgressError
 */
export function readCopyProgress(text: string, visitor: CopyProgressVisitor): void {
  let line = 0;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (!readLine(text, start, end, visitor)) throw new CopyProgressError(line);
    start = end + 1;
  }
}

function readLine(text: string, start: number, end: number, visitor: CopyProgressVisitor): boolean {
  const state = numberEnd(text, start, end);
  if (state === start || text[state] !== ' ') return false;
  const file = Number(text.slice(start, state));
  let at = state + 1;
  if (text[at] === '!') {
    const failure = failures.find((candidate) => candidate === text.slice(at + 1, end));
    if (failure) visitor.failed(file, failure);
    return failure !== undefined;
  }
  const done = text[at] !== '.';
  if (done && !fromBase64(text, at, sha256Bytes)) return false;
  at += done ? SHA256_CHARACTERS : 1;
  while (at < end) {
    if (text[at] !== ' ') return false;
    const next = readRange(text, at + 1, end, file, visitor);
    if (next === undefined) return false;
    at = next;
  }
  if (at !== end) return false;
  if (done) visitor.done(file, sha256Bytes);
  return true;
}

/** Returns where the range ends; undefined where there is none. */
function readRange(
  text: string,
  start: number,
  end: number,
  file: number,
  visitor: CopyProgressVisitor,
): number | undefined {
  const plainEnd = start + MD5_CHARACTERS;
  if (plainEnd === end || text[plainEnd] === ' ') {
    if (fromBase64(text, start, md5Bytes)) {
      visitor.block(file, md5Bytes);
      return plainEnd;
    }
  }
  const plus = numberEnd(text, start, end);
  const colon = numberEnd(text, plus + 1, end);
  const rangeEnd = colon + 1 + MD5_CHARACTERS;
  if (plus === start || text[plus] !== '+' || colon === plus + 1 || text[colon] !== ':' || rangeEnd > end)
    return undefined;
  if (!fromBase64(text, colon + 1, md5Bytes)) return undefined;
  visitor.pageRange(file, Number(text.slice(start, plus)), Number(text.slice(plus + 1, colon)), md5Bytes);
  return rangeEnd;
}

function numberEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && at - start < 16 && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at;
}
