import { sentence } from '../../../language/sentence';
import { DriveFormatError, type ByteSource } from '../../byteSource';
import type { Attribute } from './record';
import { damaged, type Place } from './damage';
import { decodeRuns, type Run } from './runs';
import type { VolumeGeometry } from './volumeGeometry';

/** The bytes of an attribute. Holes and what was never written read as zeros. */
export interface NtfsStream extends ByteSource {
  /** Where the stream lies; undefined if it lies in a record. */
  readonly runs: readonly Run[] | undefined;
}

const COMPRESSED = 0x00ff;
const ENCRYPTED = 0x4000;

function residentStream(value: Uint8Array, place: Place): NtfsStream {
  return {
    length: value.length,
    runs: undefined,
    read: (offset, into) => {
      if (offset < 0 || offset + into.length > value.length)
        throw damaged(place, sentence`is shorter than its stated size`);
      into.set(value.subarray(offset, offset + into.length));
    },
  };
}

/** The run with `vcn`: the last one that begins at or before it. */
function runAt(runs: readonly Run[], vcn: number): Run | undefined {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.vcn <= vcn) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run && vcn < run.vcn + run.count ? run : undefined;
}

/** Reads clusters of a stream by its runs. */
export function readRuns(
  source: ByteSource,
  clusterBytes: number,
  runs: readonly Run[],
  place: Place,
  offset: number,
  into: Uint8Array,
): void {
  for (let done = 0; done < into.length;) {
    const at = offset + done;
    const run = runAt(runs, Math.floor(at / clusterBytes));
    if (!run) throw damaged(place, sentence`has no clusters where its size requires some`);
    const within = at - run.vcn * clusterBytes;
    const length = Math.min(into.length - done, run.count * clusterBytes - within);
    const part = into.subarray(done, done + length);
    if (run.cluster === undefined) part.fill(0);
    else source.read(run.cluster * clusterBytes + within, part);
    done += length;
  }
}

/**
 * The stream that `parts` make up: the attributes of one type and name in cluster order.
 *
 * @throws DriveFormatError if it is compressed or encrypted, or its parts do not fit together
 */
export function openStream(
  source: ByteSource,
  geometry: VolumeGeometry,
  parts: readonly Attribute[],
  place: Place,
): NtfsStream {
  const [first] = parts;
  if (!first) throw damaged(place, sentence`is missing`);
  if (first.value) return residentStream(first.value, place);
  const { clusterBytes, clusterCount } = geometry;
  const runs: Run[] = [];
  for (const { clusters } of parts) {
    const last = runs.at(-1);
    const expected = last ? last.vcn + last.count : 0;
    if (clusters?.firstVcn !== expected) throw damaged(place, sentence`is missing some of its clusters`);
    for (const run of decodeRuns(clusters.mappingPairs, expected, clusterCount, place)) runs.push(run);
  }
  const { size, initialized } = first.clusters!;
  const last = runs.at(-1);
  if (size > (last ? (last.vcn + last.count) * clusterBytes : 0))
    throw damaged(place, sentence`has fewer clusters than its size requires`);
  return {
    length: size,
    runs,
    read: (offset, into) => {
      if ((first.flags & COMPRESSED) !== 0)
        throw new DriveFormatError(
          sentence`${place()} is compressed by NTFS and cannot be read here: copy it on a Windows machine.`,
        );
      if ((first.flags & ENCRYPTED) !== 0)
        throw new DriveFormatError(
          sentence`${place()} is encrypted by NTFS (EFS) and cannot be read here: copy it on a Windows machine.`,
        );
      if (offset < 0 || offset + into.length > size) throw damaged(place, sentence`is shorter than its stated size`);
      const known = Math.max(0, Math.min(into.length, initialized - offset));
      readRuns(source, clusterBytes, runs, place, offset, into.subarray(0, known));
      into.fill(0, known);
    },
  };
}
