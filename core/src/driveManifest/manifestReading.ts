import type { FileFinding } from '../rules/fileFinding';
import { ManifestChecker } from './checkManifest';
import {
  ManifestReader,
  type ManifestSyntaxProblem,
  type ManifestVisitor,
  type ReadBlob,
  type ReadBlobList,
  type ReadDrive,
  type ReadRange,
} from './manifestReader';

/** How many blobs are kept; further ones are only counted. */
const MAX_BLOBS = 5000;
/** The same for lists. */
const MAX_LISTS = 1000;

/** A list of blobs, with their totals. */
export interface BlobListSum {
  readonly list: ReadBlobList;
  /** The index in `ReadManifest.blobs` of the list's first blob. */
  readonly first: number;
  readonly blobs: number;
  readonly bytes: number;
}

/** The content of a manifest. */
export interface ReadManifest {
  readonly drive: ReadDrive | undefined;
  /** The first lists. */
  readonly lists: readonly BlobListSum[];
  /** The first blobs. */
  readonly blobs: readonly ReadBlob[];
  readonly blobCount: number;
  /** Sum of the blobs' lengths. */
  readonly byteCount: number;
}

/**
 * Reads a manifest piece by piece and checks it against the rules. Memory is bounded, except for some bytes per blob.
 */
export class ManifestReading implements ManifestVisitor {
  readonly #checker: ManifestChecker;
  readonly #reader = new ManifestReader(this);
  readonly #lists: BlobListSum[] = [];
  readonly #blobs: ReadBlob[] = [];
  #drive: ReadDrive | undefined;
  #blobCount = 0;
  #byteCount = 0;
  /** The counts at the beginning of the current list. */
  #before = { first: 0, blobs: 0, bytes: 0 };

  constructor(report: (finding: FileFinding) => void) {
    this.#checker = new ManifestChecker(report);
  }

  push(piece: string): void {
    this.#reader.push(piece);
  }

  /** Ends the manifest. */
  end(): ReadManifest {
    this.#reader.end();
    this.#checker.end();
    return {
      drive: this.#drive,
      lists: this.#lists,
      blobs: this.#blobs,
      blobCount: this.#blobCount,
      byteCount: this.#byteCount,
    };
  }

  drive(drive: ReadDrive): void {
    this.#drive ??= drive;
    this.#checker.drive(drive);
  }

  range(range: ReadRange): void {
    this.#checker.range(range);
  }

  blob(blob: ReadBlob): void {
    this.#blobCount++;
    const length = Number(blob.length?.text);
    if (Number.isSafeInteger(length) && length > 0) this.#byteCount += length;
    if (this.#blobs.length < MAX_BLOBS) this.#blobs.push(blob);
    this.#checker.blob(blob);
  }

  blobList(list: ReadBlobList): void {
    const { first, blobs, bytes } = this.#before;
    if (this.#lists.length < MAX_LISTS)
      this.#lists.push({ list, first, blobs: this.#blobCount - blobs, bytes: this.#byteCount - bytes });
    this.#before = { first: this.#blobs.length, blobs: this.#blobCount, bytes: this.#byteCount };
    this.#checker.blobList(list);
  }

  problem(problem: ManifestSyntaxProblem): void {
    this.#checker.problem(problem);
  }
}

/** The findings of a manifest that comes in pieces, in the order in which they are found. */
export function checkManifest(pieces: Iterable<string>): FileFinding[] {
  const findings: FileFinding[] = [];
  const reading = new ManifestReading((finding) => findings.push(finding));
  for (const piece of pieces) reading.push(piece);
  reading.end();
  return findings;
}
