import type { Fingerprint } from '../../dataset/keyFingerprint';
import { RowIndex } from '../../dataset/rowIndex';
import { Related } from './jrmSegment';
import type { ChecksumKeys, JrmSegment } from './jrmSegment';

/** An earlier checksum has the same path; the same path and hash; these and the same blob. Bits of `JrmSegment.follows`. */
const Follows = { Path: 1, Hash: 2, Blob: 4 } as const;

/** Which checksums are of a file that an earlier one is of, kept up with edits. */
export class Followers {
  readonly #setRelated: (segment: JrmSegment, related: number) => void;
  readonly #byPath: RowIndex<JrmSegment>;
  readonly #byHash: RowIndex<JrmSegment>;
  readonly #byBlob: RowIndex<JrmSegment>;

  /** `setRelated` is told of all bits that a segment should have. `expected`: about how many checksums there will be. */
  constructor(setRelated: (segment: JrmSegment, related: number) => void, expected: number) {
    this.#setRelated = setRelated;
    const index = (bit: number) =>
      new RowIndex<JrmSegment>((segment, follows) => {
        segment.follows = follows ? segment.follows | bit : segment.follows & ~bit;
        this.#settle(segment);
      }, expected);
    this.#byPath = index(Follows.Path);
    this.#byHash = index(Follows.Hash);
    this.#byBlob = index(Follows.Blob);
  }

  add(segment: JrmSegment, keys: ChecksumKeys): void {
    this.#byPath.add(keys.path, segment);
    this.#byHash.add(hashKey(keys), segment);
    this.#byBlob.add(blobKey(keys), segment);
  }

  remove(segment: JrmSegment, keys: ChecksumKeys): void {
    this.#byPath.remove(keys.path, segment);
    this.#byHash.remove(hashKey(keys), segment);
    this.#byBlob.remove(blobKey(keys), segment);
    segment.follows = 0;
  }

  /** The first checksum of the same file. */
  first({ path }: ChecksumKeys): JrmSegment | undefined {
    return this.#byPath.first(path);
  }

  /** The same file with another hash is a conflict, once for each hash; the same in everything is a repetition. */
  #settle(segment: JrmSegment): void {
    const { follows, related } = segment;
    const conflicts = (follows & Follows.Path) !== 0 && (follows & Follows.Hash) === 0;
    const repeats = (follows & Follows.Blob) !== 0;
    const wanted = conflicts ? Related.Conflicting : repeats ? Related.Repeated : 0;
    this.#setRelated(segment, (related & ~(Related.Conflicting | Related.Repeated)) | wanted);
  }
}

function hashKey({ path, hash }: ChecksumKeys): Fingerprint {
  return { low: path.low ^ Math.imul(hash.low, 0x9e3779b1), high: path.high ^ Math.imul(hash.high, 0x85ebca6b) };
}

function blobKey(keys: ChecksumKeys): Fingerprint {
  const { low, high } = hashKey(keys);
  return { low: low ^ Math.imul(keys.blob.low, 0xc2b2ae35), high: high ^ Math.imul(keys.blob.high, 0x27d4eb2f) };
}
