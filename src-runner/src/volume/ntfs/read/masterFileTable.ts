import { sentence } from '../../../language/sentence';
import { readBytes, type ByteSource } from '../../byteSource';
import { attributeType } from '../ntfsFormat';
import { damaged, recordPlace, type Place } from './damage';
import { parseRecord, readLength, readUint48, type Attribute, type MftRecord } from './record';
import { decodeRuns, type Run } from './runs';
import { openStream, readRuns, type NtfsStream } from './stream';
import type { VolumeGeometry } from './volumeGeometry';

/** Windows's limit for an attribute list. */
const LONGEST_LIST = 256 * 1024;

/** An attribute in another record, as the base record lists it. */
interface ListEntry {
  readonly type: number;
  readonly firstVcn: number | undefined;
  readonly record: number;
}

function parseList(bytes: Uint8Array, place: Place): ListEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ListEntry[] = [];
  for (let at = 0; at + 26 <= bytes.length;) {
    const length = view.getUint16(at + 4, true);
    if (length < 26 || at + length > bytes.length)
      throw damaged(place, sentence`has an attribute list that does not fit`);
    entries.push({
      type: view.getUint32(at, true),
      firstVcn: readLength(view, at + 8),
      record: readUint48(view, at + 16),
    });
    at += length;
  }
  return entries;
}

function ofStream(attributes: readonly Attribute[], type: number, name: string): Attribute[] {
  const parts = attributes.filter((attribute) => attribute.type === type && attribute.name === name);
  return parts.sort((a, b) => (a.clusters?.firstVcn ?? 0) - (b.clusters?.firstVcn ?? 0));
}

/** The records of a volume: `$MFT`, wherever its parts lie. */
export class MasterFileTable {
  readonly recordCount: number;
  private readonly runs: Run[] = [];

  /** @throws DriveFormatError, DriveReadError */
  constructor(
    private readonly source: ByteSource,
    readonly geometry: VolumeGeometry,
  ) {
    const place: Place = () => sentence`The MFT`;
    const { clusterBytes, clusterCount, mftCluster, recordBytes } = geometry;
    const first = parseRecord(readBytes(source, mftCluster * clusterBytes, recordBytes), 0);
    if (!first) throw damaged(place, sentence`is missing`);
    const [own] = ofStream(first.attributes, attributeType.data, '');
    if (own?.clusters?.firstVcn !== 0) throw damaged(place, sentence`has no record for itself`);
    const append = ({ clusters }: Attribute): void => {
      const last = this.runs.at(-1);
      const expected = last ? last.vcn + last.count : 0;
      if (clusters?.firstVcn !== expected) throw damaged(place, sentence`is missing some of its clusters`);
      for (const run of decodeRuns(clusters.mappingPairs, expected, clusterCount, place)) this.runs.push(run);
    };
    append(own);
    // Further parts are described by records in the earlier parts.
    for (const { type, firstVcn, record } of this.listOf(first)) {
      if (type !== attributeType.data || record === 0 || firstVcn === 0) continue;
      const part = this.extension(record, 0).attributes.find(
        (attribute) => attribute.type === type && attribute.clusters?.firstVcn === firstVcn,
      );
      if (!part) throw damaged(place, sentence`is missing some of its clusters`);
      append(part);
    }
    const last = this.runs.at(-1);
    const { size } = own.clusters;
    if (
      !last ||
      size > (last.vcn + last.count) * clusterBytes ||
      this.runs.some(({ cluster }) => cluster === undefined)
    ) {
      throw damaged(place, sentence`has fewer clusters than its size requires`);
    }
    this.recordCount = Math.floor(size / recordBytes);
  }

  /** Fills `into` with the raw bytes of records from `first` on, with their sectors still protected. */
  readRecords(first: number, into: Uint8Array): void {
    const { clusterBytes, recordBytes } = this.geometry;
    readRuns(this.source, clusterBytes, this.runs, () => sentence`The MFT`, first * recordBytes, into);
  }

  /**
   * A record in use with all its attributes, wherever they lie.
   *
   * @throws DriveFormatError
   */
  read(number: number): MftRecord {
    const record = number < this.recordCount ? this.parse(number) : undefined;
    if (!record?.isInUse) throw damaged(recordPlace(number), sentence`is needed but not in use`);
    return this.complete(record);
  }

  /** `record` with its attributes from other records added. */
  complete(record: MftRecord): MftRecord {
    const others = new Set(this.listOf(record).map((entry) => entry.record));
    others.delete(record.number);
    if (others.size === 0) return record;
    const attributes = [...record.attributes];
    for (const other of others)
      for (const attribute of this.extension(other, record.number).attributes) attributes.push(attribute);
    return { ...record, attributes };
  }

  /** A stream of a complete record. */
  open(record: MftRecord, type: number, name: string): NtfsStream {
    const what = name === '' ? sentence`The content` : name;
    return openStream(
      this.source,
      this.geometry,
      ofStream(record.attributes, type, name),
      () => sentence`${what} of record ${record.number} of the MFT`,
    );
  }

  private parse(number: number): MftRecord | undefined {
    const bytes = new Uint8Array(this.geometry.recordBytes);
    this.readRecords(number, bytes);
    return parseRecord(bytes, number);
  }

  private extension(number: number, base: number): MftRecord {
    const record = this.parse(number);
    if (!record?.isInUse || record.base !== base)
      throw damaged(recordPlace(number), sentence`does not extend record ${base}`);
    return record;
  }

  private listOf(record: MftRecord): ListEntry[] {
    const place = recordPlace(record.number);
    const list = record.attributes.find(({ type }) => type === attributeType.attributeList);
    if (!list) return [];
    const stream = openStream(this.source, this.geometry, [list], place);
    if (stream.length > LONGEST_LIST) throw damaged(place, sentence`has an attribute list that is too long`);
    return parseList(readBytes(stream, 0, stream.length), place);
  }
}
