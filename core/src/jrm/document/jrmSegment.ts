import type { Fingerprint } from '../../dataset/keyFingerprint';
import type { FindingTally } from '../../rules/fileFinding';
import type { SegmentKind, SegmentState } from './segmentScanner';
import { Segment } from './segmentChunk';
import type { SourceDirectory } from './mappedSources';

/** What is found in a segment by itself; segments with the same findings share one list. */
export type OwnFindings = readonly Pick<FindingTally, 'code' | 'variant'>[];

export const noFindings: OwnFindings = [];
const noDriveIds: readonly string[] = [];

/** What a segment has through others: bits of `related`. */
export const Related = {
  /** An earlier checksum of the file is another one. */
  Conflicting: 1,
  /** It is the same one. */
  Repeated: 2,
  Unmapped: 4,
  DriveUnknown: 8,
  /** No dataset has the source. */
  NotInDataset: 16,
  /** The datasets send it elsewhere. */
  OtherDestination: 32,
} as const;

/** What a checksum is compared by: the file, in a form in which equal paths are equal. */
export class ChecksumKeys {
  constructor(
    /** Of the path. */
    readonly low: number,
    readonly high: number,
    readonly directory: SourceDirectory,
  ) {}
}

/** Fields of a mapping that others are compared with. */
export interface MappingKeys {
  readonly source: string;
  readonly container: string;
}

/** A segment of a JRM with what the rest of the file needs to know of it. */
export class JrmSegment extends Segment {
  own: OwnFindings = noFindings;
  related = 0;
  /** Of a checksum with a path. */
  checksum: ChecksumKeys | undefined = undefined;
  mapping: MappingKeys | undefined = undefined;
  /** The id of a drive that this segment is about; of a record in `Drives` its own. */
  driveIds: readonly string[] = noDriveIds;
  /** Fingerprint of the value's canonical form, once somebody has asked for it. */
  seal: Fingerprint | undefined = undefined;
  /** Its bits among `Follows`. */
  follows = 0;

  constructor(
    kind: SegmentKind,
    state: SegmentState,
    /** Of a member. */
    readonly name: string,
  ) {
    super(kind, state);
  }

  get marked(): boolean {
    return this.own.length > 0 || this.related !== 0;
  }
}
