import type { Fingerprint } from '../../dataset/keyFingerprint';
import { RowGroup, RowIndex } from '../../dataset/rowIndex';
import { Related } from './jrmSegment';
import type { ChecksumKeys, JrmSegment } from './jrmSegment';

/** An earlier checksum has the same path; the same path and hash; these and the same blob. Bits of `JrmSegment.follows`. */
const Follows = { Path: 1, Hash: 2, Blob: 4 } as const;

/** What two checksums of one file are told apart by. */
export interface ChecksumDetails {
  readonly hash: Fingerprint;
  readonly blob: Fingerprint;
}

/**
 * Which checksums are of a file that an earlier one is of, kept up with edits. Most files have one checksum: only where there are more
 * are they looked at closely.
 */
export class Followers {
  readonly #setRelated: (segment: JrmSegment, related: number) => void;
  readonly #detailsOf: (segment: JrmSegment) => ChecksumDetails;
  readonly #byPath: RowIndex<JrmSegment>;
  readonly #byHash: RowIndex<JrmSegment>;
  readonly #byBlob: RowIndex<JrmSegment>;
  /** Of those that share their file with another. */
  readonly #details = new Map<JrmSegment, ChecksumDetails>();

  /** `setRelated` is told of all bits that a segment should have. `expected`: about how many checksums there will be. */
  constructor(setRelated: (segment: JrmSegment, related: number) => void, detailsOf: (segment: JrmSegment) => ChecksumDetails, expected: number) {
    this.#setRelated = setRelated;
    this.#detailsOf = detailsOf;
    const index = (bit: number, size: number) =>
      new RowIndex<JrmSegment>((segment, follows) => {
        segment.follows = follows ? segment.follows | bit : segment.follows & ~bit;
        this.#settle(segment);
      }, size);
    this.#byPath = index(Follows.Path, expected);
    this.#byHash = index(Follows.Hash, 0);
    this.#byBlob = index(Follows.Blob, 0);
  }

  add(segment: JrmSegment, keys: ChecksumKeys): void {
    const others = this.#byPath.add(keys, segment);
    if (others === undefined) return;
    if (!(others instanceof RowGroup)) this.#compare(others);
    this.#compare(segment);
  }

  remove(segment: JrmSegment, keys: ChecksumKeys): void {
    const others = this.#byPath.remove(keys, segment);
    if (others === undefined) return;
    this.#forget(segment);
    if (!(others instanceof RowGroup)) this.#forget(others);
    segment.follows = 0;
  }

  /** The first checksum of the same file. */
  first(keys: ChecksumKeys): JrmSegment | undefined {
    return this.#byPath.first(keys);
  }

  #compare(segment: JrmSegment): void {
    const details = this.#detailsOf(segment);
    this.#details.set(segment, details);
    this.#byHash.add(hashKey(segment.checksum!, details), segment);
    this.#byBlob.add(blobKey(segment.checksum!, details), segment);
    this.#settle(segment);
  }

  #forget(segment: JrmSegment): void {
    const details = this.#details.get(segment);
    if (!details) return;
    this.#details.delete(segment);
    this.#byHash.remove(hashKey(segment.checksum!, details), segment);
    this.#byBlob.remove(blobKey(segment.checksum!, details), segment);
    segment.follows &= Follows.Path;
    this.#settle(segment);
  }

  /** The same file with another hash is a conflict, once for each hash; the same in everything is a repetition. */
  #settle(segment: JrmSegment): void {
    const { follows, related } = segment;
    const conflicts = this.#details.has(segment) && (follows & Follows.Path) !== 0 && (follows & Follows.Hash) === 0;
    const repeats = (follows & Follows.Blob) !== 0;
    const wanted = conflicts ? Related.Conflicting : repeats ? Related.Repeated : 0;
    this.#setRelated(segment, (related & ~(Related.Conflicting | Related.Repeated)) | wanted);
  }
}

function hashKey(path: Fingerprint, { hash }: ChecksumDetails): Fingerprint {
  return { low: path.low ^ Math.imul(hash.low, 0x9e3779b1), high: path.high ^ Math.imul(hash.high, 0x85ebca6b) };
}

function blobKey(path: Fingerprint, details: ChecksumDetails): Fingerprint {
  const { low, high } = hashKey(path, details);
  return { low: low ^ Math.imul(details.blob.low, 0xc2b2ae35), high: high ^ Math.imul(details.blob.high, 0x27d4eb2f) };
}
