import { sentence } from '../../../language/sentence';
import { damaged, type Place } from './damage';

/** Consecutive clusters of a stream; `cluster` is undefined for a hole. */
export interface Run {
  /** Position within the stream, in clusters. */
  readonly vcn: number;
  readonly count: number;
  readonly cluster: number | undefined;
}

function signed(bytes: Uint8Array, at: number, length: number): number {
  let value = (bytes[at + length - 1]! << 24) >> 24;
  for (let index = length - 2; index >= 0; index--) value = value * 256 + bytes[at + index]!;
  return value;
}

/**
 * Decodes mapping pairs, whose first run is at `firstVcn`.
 *
 * @throws DriveFormatError if a run lies outside the volume, or the stream has more clusters than the volume
 */
export function decodeRuns(pairs: Uint8Array, firstVcn: number, clusterCount: number, place: Place): Run[] {
  const runs: Run[] = [];
  let vcn = firstVcn;
  let cluster = 0;
  let taken = 0;
  for (let at = 0; ;) {
    const head = pairs[at];
    if (head === undefined) throw damaged(place, sentence`has runs with no end marker`);
    if (head === 0) return runs;
    const countLength = head & 15;
    const clusterLength = head >> 4;
    const next = at + 1 + countLength + clusterLength;
    if (countLength === 0 || countLength > 6 || clusterLength > 6 || next > pairs.length)
      throw damaged(place, sentence`has an impossible run`);
    const count = signed(pairs, at + 1, countLength);
    if (count <= 0) throw damaged(place, sentence`has a run of ${count} clusters`);
    if (clusterLength > 0) {
      cluster += signed(pairs, at + 1 + countLength, clusterLength);
      taken += count;
      if (cluster < 0 || cluster + count > clusterCount || taken > clusterCount)
        throw damaged(place, sentence`has a run outside the volume`);
    }
    runs.push({ vcn, count, cluster: clusterLength > 0 ? cluster : undefined });
    vcn += count;
    if (vcn > Number.MAX_SAFE_INTEGER / 0x20_0000)
      throw damaged(place, sentence`has more clusters than any volume can have`);
    at = next;
  }
}
