import { CopyProgressText, type CopyFailure, type CopyProgressVisitor } from '#core/journal/copyProgress';
import type { CopyPlace } from '#core/journal/sessionRecords';
import { MD5_LENGTH } from '../kernels/multiMd5';
import {
  BLOCK_LENGTH,
  SHA256_LENGTH,
  type CopiedPiece,
  type HashedRange,
  type RangeColumns,
} from '../model/copyResult';

/** What is known of a file: nothing, its first ranges, all of it, or why it could not be copied. */
export type CopyState = 'unknown' | 'partial' | 'done' | CopyFailure;

const states: readonly CopyState[] = ['unknown', 'partial', 'done', 'changed', 'vanished', 'unreadable'];
const Code = { Unknown: 0, Partial: 1, Done: 2, FirstFailure: 3 } as const;
/** A flag added to the state's code. */
const CHANGED = 0x80;

/**
 * The hashes of one drive's files, in columns: 41 bytes per file and 16 per block. The copy fills it, it gives the
 * journal its lines, a resumed session refills it from them, and manifest and JRM are written from it.
 */
export class CopyLedger implements CopyProgressVisitor {
  #states: Uint8Array;
  #sha256: Uint8Array;
  /** The index of each file's first range, and the number of its ranges. */
  #firstRange: Uint32Array;
  #rangeCounts: Uint32Array;
  #md5: Uint8Array;
  /** Offsets and lengths of page ranges; blocks need none. */
  #offsets: Float64Array | undefined;
  #lengths: Uint32Array | undefined;
  #rangeTotal = 0;
  #fileCount = 0;
  #next: CopyPlace = { file: 0, block: 0 };
  /** For each partial file, how many of its ranges have been taken in lines. A finished file is taken as a whole. */
  readonly #taken = new Map<number, number>();
  /** Files that have changed since, in order; their states have `CHANGED` set. */
  #changed: number[] = [];
  readonly #text = new CopyProgressText();
  /** Files whose earlier lines are void because they failed, whatever became of them afterwards. */
  readonly #voided = new Map<number, CopyFailure>();

  /** `files` and `ranges` are the initial capacity; a good estimate saves growing. */
  constructor(files = 1024, ranges = 1024) {
    this.#states = new Uint8Array(files);
    this.#sha256 = new Uint8Array(files * SHA256_LENGTH);
    this.#firstRange = new Uint32Array(files);
    this.#rangeCounts = new Uint32Array(files);
    this.#md5 = new Uint8Array(ranges * MD5_LENGTH);
  }

  /** Where a resumed copy continues. */
  get next(): CopyPlace {
    return this.#next;
  }

  set next(place: CopyPlace) {
    this.#next = place;
  }

  /** One more than the largest number of a file that something is known about. */
  get fileCount(): number {
    return this.#fileCount;
  }

  stateOf(file: number): CopyState {
    return states[this.#codeOf(file)]!;
  }

  /** The 32 bytes of a finished file: a view into the ledger. */
  sha256Of(file: number): Uint8Array {
    return this.#sha256.subarray(file * SHA256_LENGTH, (file + 1) * SHA256_LENGTH);
  }

  rangeCountOf(file: number): number {
    return this.#rangeCounts[file] ?? 0;
  }

  /** The known blocks or page ranges of a file, by offset. `size` is the file's, in bytes. */
  *rangesOf(file: number, size: number, isPageBlob: boolean): Generator<HashedRange, void, undefined> {
    const first = this.#firstRange[file] ?? 0;
    const count = this.rangeCountOf(file);
    for (let index = 0; index < count; index++) {
      const at = first + index;
      const offset = isPageBlob ? this.#offsets![at]! : index * BLOCK_LENGTH;
      const length = isPageBlob ? this.#lengths![at]! : Math.min(BLOCK_LENGTH, size - offset);
      yield { offset, length, md5: this.#md5.subarray(at * MD5_LENGTH, (at + 1) * MD5_LENGTH) };
    }
  }

  /** Files that could not be copied, in order. */
  *failures(): Generator<{ readonly file: number; readonly failure: CopyFailure }, void, undefined> {
    for (let file = 0; file < this.#fileCount; file++) {
      const code = this.#codeOf(file);
      if (code >= Code.FirstFailure) yield { file, failure: states[code] as CopyFailure };
    }
  }

  /** Records a piece that the copy brought to the target. */
  take(piece: CopiedPiece, isPageBlob: (file: number) => boolean): void {
    if (piece.kind === 'files') {
      const { firstFile, fileCount, sha256, rangeCounts, ranges, failures } = piece;
      const failed = new Map(failures.map(({ file, reason }) => [file, reason]));
      let range = 0;
      for (let index = 0; index < fileCount; index++) {
        const file = firstFile + index;
        const reason = failed.get(file);
        if (reason) this.failed(file, reason);
        else {
          this.#takeRanges(file, ranges, range, rangeCounts[index]!, isPageBlob(file));
          this.done(file, sha256.subarray(index * SHA256_LENGTH, (index + 1) * SHA256_LENGTH));
        }
        range += rangeCounts[index]!;
      }
    } else if (piece.failure) {
      this.failed(piece.file, piece.failure.reason);
    } else {
      this.#takeRanges(piece.file, piece.ranges, 0, piece.ranges.offsets.length, isPageBlob(piece.file));
      if (piece.sha256) this.done(piece.file, piece.sha256);
    }
    if (piece.next) this.#next = piece.next;
  }

  #takeRanges(
    file: number,
    { offsets, lengths, md5s }: RangeColumns,
    first: number,
    count: number,
    isPageBlob: boolean,
  ): void {
    for (let at = first; at < first + count; at++) {
      const md5 = md5s.subarray(at * MD5_LENGTH, (at + 1) * MD5_LENGTH);
      if (isPageBlob) this.pageRange(file, offsets[at]!, lengths[at]!, md5);
      else this.block(file, md5);
    }
  }

  block(file: number, md5: Uint8Array): void {
    const at = this.#addRange(file);
    this.#md5.set(md5, at * MD5_LENGTH);
  }

  pageRange(file: number, offset: number, length: number, md5: Uint8Array): void {
    const at = this.#addRange(file);
    this.#offsets ??= new Float64Array(this.#md5.length / MD5_LENGTH);
    this.#lengths ??= new Uint32Array(this.#md5.length / MD5_LENGTH);
    this.#md5.set(md5, at * MD5_LENGTH);
    this.#offsets[at] = offset;
    this.#lengths[at] = length;
  }

  done(file: number, sha256: Uint8Array): void {
    this.#begin(file);
    this.#states[file] = Code.Done | CHANGED;
    this.#sha256.set(sha256, file * SHA256_LENGTH);
  }

  failed(file: number, failure: CopyFailure): void {
    this.#begin(file);
    this.#states[file] = states.indexOf(failure) | CHANGED;
    this.#rangeCounts[file] = 0;
    this.#void(file, failure);
  }

  /** Lines with what has changed since the last call; empty if nothing has. */
  takeLines(isPageBlob: (file: number) => boolean): string {
    for (const file of this.#changed) {
      const failure = this.#voided.get(file);
      if (failure) this.#text.failed(file, failure);
      const code = this.#codeOf(file);
      if (code >= Code.FirstFailure) continue;
      const taken = this.#taken.get(file) ?? 0;
      const ranges = {
        first: this.#firstRange[file]! + taken,
        count: this.#rangeCounts[file]! - taken,
        md5s: this.#md5,
      };
      const columns =
        isPageBlob(file) && this.#offsets && this.#lengths
          ? { ...ranges, offsets: this.#offsets, lengths: this.#lengths }
          : ranges;
      this.#text.copied(file, columns, code === Code.Done ? this.#sha256 : undefined, file * SHA256_LENGTH);
    }
    this.forgetChanges();
    return this.#text.take();
  }

  /** Marks everything known as written down, because it was read from a journal. */
  forgetChanges(): void {
    for (const file of this.#changed) {
      this.#states[file]! &= ~CHANGED;
      if (this.#codeOf(file) === Code.Partial) this.#taken.set(file, this.#rangeCounts[file]!);
      else this.#taken.delete(file);
    }
    this.#changed = [];
    this.#voided.clear();
  }

  #codeOf(file: number): number {
    return (this.#states[file] ?? Code.Unknown) & ~CHANGED;
  }

  /** Declares that earlier lines about a file do not count. */
  #void(file: number, failure: CopyFailure): void {
    this.#taken.delete(file);
    this.#voided.set(file, failure);
  }

  /** Prepares a file so that ranges can be added to it or it can be finished. */
  #begin(file: number): void {
    this.#ensureFile(file);
    const state = this.#states[file]!;
    const code = state & ~CHANGED;
    if (state === code) this.#changed.push(file);
    // This is the only line that can say that a finished file is not finished any more.
    if (code === Code.Done) this.#void(file, 'changed');
    // A file that is copied again keeps nothing from before.
    if (code !== Code.Partial) this.#rangeCounts[file] = 0;
    this.#states[file] = Code.Partial | CHANGED;
  }

  /** Returns the index of the file's next range. */
  #addRange(file: number): number {
    this.#begin(file);
    const count = this.#rangeCounts[file]!;
    const end = this.#firstRange[file]! + count;
    if (count === 0 || end !== this.#rangeTotal) this.#moveRanges(file, count);
    const at = this.#rangeTotal++;
    this.#ensureRange(at);
    this.#rangeCounts[file] = count + 1;
    return at;
  }

  /**
   * Moves the ranges of a file behind all others, so that it can get more. This is rare: files are copied in sequence.
   */
  #moveRanges(file: number, count: number): void {
    const from = this.#firstRange[file]!;
    const to = this.#rangeTotal;
    this.#firstRange[file] = to;
    this.#rangeTotal += count;
    if (count === 0) return;
    this.#ensureRange(this.#rangeTotal - 1);
    this.#md5.copyWithin(to * MD5_LENGTH, from * MD5_LENGTH, (from + count) * MD5_LENGTH);
    this.#offsets?.copyWithin(to, from, from + count);
    this.#lengths?.copyWithin(to, from, from + count);
  }

  #ensureFile(file: number): void {
    this.#fileCount = Math.max(this.#fileCount, file + 1);
    const length = this.#states.length;
    if (file < length) return;
    const wanted = grown(length, file);
    this.#states = copyOf(new Uint8Array(wanted), this.#states);
    this.#sha256 = copyOf(new Uint8Array(wanted * SHA256_LENGTH), this.#sha256);
    this.#firstRange = copyOf(new Uint32Array(wanted), this.#firstRange);
    this.#rangeCounts = copyOf(new Uint32Array(wanted), this.#rangeCounts);
  }

  #ensureRange(range: number): void {
    const length = this.#md5.length / MD5_LENGTH;
    if (range < length) return;
    const wanted = grown(length, range);
    this.#md5 = copyOf(new Uint8Array(wanted * MD5_LENGTH), this.#md5);
    this.#offsets &&= copyOf(new Float64Array(wanted), this.#offsets);
    this.#lengths &&= copyOf(new Uint32Array(wanted), this.#lengths);
  }
}

function grown(length: number, index: number): number {
  return Math.max(Math.ceil(length * 1.5), index + 1);
}

function copyOf<T extends Uint8Array | Uint32Array | Float64Array>(into: T, from: T): T {
  into.set(from);
  return into;
}
