import { fileNameLength } from './ntfsFormat';
import { sequenceOf } from './systemNames';
import type { FileTimes } from './volumeTree';

/** The content of a file's `$FILE_NAME`, which is in its record and again in its directory's index. */
export interface FileNameValue {
  /** The record of its directory. */
  readonly parent: number;
  readonly times: FileTimes;
  /** Bytes. */
  readonly allocated: number;
  readonly size: number;
  readonly flags: number;
  readonly nameSpace: number;
  readonly name: string;
}

/** The last moment of the year 9999, the latest date in Windows's frameworks. */
const LAST_TIME = 2_650_467_743_999_999_999n;

/** Clamps a time to what Windows can show: it has no dates before 1601, and its programs fail after 9999. */
export function ntfsTime(time: bigint): bigint {
  return time < 0n ? 0n : time > LAST_TIME ? LAST_TIME : time;
}

/** Created, modified, record changed, accessed. */
export function writeTimes(view: DataView, at: number, { created, modified, accessed }: FileTimes): void {
  const changed = ntfsTime(modified);
  view.setBigInt64(at, ntfsTime(created), true);
  view.setBigInt64(at + 8, changed, true);
  view.setBigInt64(at + 16, changed, true);
  view.setBigInt64(at + 24, ntfsTime(accessed), true);
}

const TWO_32 = 0x1_0000_0000;

/** An unsigned 64-bit number that a double holds exactly; avoids creating a BigInt. */
export function writeUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % TWO_32, true);
  view.setUint32(at + 4, Math.floor(value / TWO_32), true);
}

/** The reference to a record: 48 bits for its number, 16 for its sequence number. */
export function writeReference(view: DataView, at: number, record: number): void {
  view.setUint32(at, record, true);
  view.setUint32(at + 4, sequenceOf(record) << 16, true);
}

/** Writes the value of `$FILE_NAME` over zeros and returns its length. */
export function writeFileName(view: DataView, at: number, value: FileNameValue): number {
  const { name } = value;
  writeReference(view, at, value.parent);
  writeTimes(view, at + 8, value.times);
  writeUint64(view, at + 40, value.allocated);
  writeUint64(view, at + 48, value.size);
  view.setUint32(at + 56, value.flags, true);
  view.setUint8(at + 64, name.length);
  view.setUint8(at + 65, value.nameSpace);
  for (let index = 0; index < name.length; index++) view.setUint16(at + 66 + 2 * index, name.charCodeAt(index), true);
  return fileNameLength(name.length);
}
