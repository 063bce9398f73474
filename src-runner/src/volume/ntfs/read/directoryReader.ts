import { ntfsNameKey } from '#core/names/ntfsName';
import { sentence } from '../../../language/sentence';
import { readBytes } from '../../byteSource';
import { attributeType, collation, fileFlag } from '../ntfsFormat';
import { restoreSectors } from '../updateSequence';
import type { FileTimes } from '../volumeTree';
import { damaged, type Place } from './damage';
import type { MasterFileTable } from './masterFileTable';
import { readLength, readUint48, readUtf16, type MftRecord } from './record';
import type { NtfsStream } from './stream';

/** A value of `$FILE_NAME`. Sizes are in bytes; in an index they may be older than in the record. */
export interface NameValue {
  /** The directory's record and its sequence number. */
  readonly parent: number;
  readonly parentSequence: number;
  readonly times: FileTimes;
  readonly allocated: number;
  readonly size: number;
  readonly flags: number;
  readonly nameSpace: number;
  readonly name: string;
}

/** An entry of a directory. */
export interface NtfsEntry extends NameValue {
  readonly record: number;
  readonly sequence: number;
  readonly isDirectory: boolean;
}

export function readTimes(view: DataView, at: number): FileTimes {
  return {
    created: view.getBigInt64(at, true),
    modified: view.getBigInt64(at + 8, true),
    accessed: view.getBigInt64(at + 24, true),
  };
}

/** @throws DriveFormatError */
export function parseNameValue(bytes: Uint8Array, place: Place): NameValue {
  if (bytes.length < 66 || bytes.length < 66 + 2 * bytes[64]!)
    throw damaged(place, sentence`has a name that does not fit`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const allocated = readLength(view, 40);
  const size = readLength(view, 48);
  if (allocated === undefined || size === undefined) throw damaged(place, sentence`has a name of impossible size`);
  return {
    parent: readUint48(view, 0),
    parentSequence: view.getUint16(6, true),
    times: readTimes(view, 8),
    allocated,
    size,
    flags: view.getUint32(56, true),
    nameSpace: view.getUint8(65),
    name: readUtf16(bytes, 66, view.getUint8(64)),
  };
}

/** A raw entry of a node: the last one has no name. */
interface NodeEntry {
  readonly entry: NtfsEntry | undefined;
  readonly child: number | undefined;
}

const HEADER = 16;

/** The entries of the node whose header is at `at`. */
function parseNode(bytes: Uint8Array, at: number, place: Place): NodeEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + HEADER > bytes.length) throw damaged(place, sentence`has an index that does not fit`);
  const end = at + view.getUint32(at + 4, true);
  if (end > bytes.length) throw damaged(place, sentence`has an index that does not fit`);
  const entries: NodeEntry[] = [];
  for (let next = at + view.getUint32(at, true); ;) {
    const length = next + 16 <= end ? view.getUint16(next + 8, true) : 0;
    if (length < 16 || next + length > end) throw damaged(place, sentence`has an index entry that does not fit`);
    const flags = view.getUint16(next + 12, true);
    const child = (flags & 1) !== 0 && length >= 24 ? readLength(view, next + length - 8) : undefined;
    if ((flags & 1) !== 0 && child === undefined)
      throw damaged(place, sentence`has an index entry that points nowhere`);
    if ((flags & 2) !== 0) {
      entries.push({ entry: undefined, child });
      return entries;
    }
    const keyLength = view.getUint16(next + 10, true);
    if (16 + keyLength > length) throw damaged(place, sentence`has an index entry that does not fit`);
    const value = parseNameValue(bytes.subarray(next + 16, next + 16 + keyLength), place);
    const isDirectory = (value.flags & fileFlag.directory) !== 0;
    entries.push({
      child,
      entry: { ...value, record: readUint48(view, next), sequence: view.getUint16(next + 6, true), isDirectory },
    });
    next += length;
  }
}

/** No tree of blocks is deeper than this, however many entries a directory has. */
const DEEPEST = 32;

/** The index of a directory. */
export class DirectoryReader {
  private readonly place: Place;
  private readonly root: readonly NodeEntry[];
  private readonly blockBytes: number;
  private blocks: NtfsStream | undefined;

  /** @throws DriveFormatError if `record` is not a directory */
  constructor(
    private readonly mft: MasterFileTable,
    private readonly record: MftRecord,
  ) {
    this.place = () => sentence`The directory in record ${record.number} of the MFT`;
    const root = record.attributes.find(({ type, name }) => type === attributeType.indexRoot && name === '$I30')?.value;
    if (!record.isDirectory || !root || root.length < 32) throw damaged(this.place, sentence`has no index`);
    const view = new DataView(root.buffer, root.byteOffset, root.byteLength);
    if (view.getUint32(0, true) !== attributeType.fileName || view.getUint32(4, true) !== collation.fileName)
      throw damaged(this.place, sentence`has no file name index`);
    this.blockBytes = view.getUint32(8, true);
    if (this.blockBytes < 512 || this.blockBytes > 65_536 || this.blockBytes % 512 !== 0)
      throw damaged(this.place, sentence`has index blocks of impossible size`);
    this.root = parseNode(root, 16, this.place);
  }

  /** All entries in name order, without 8.3 names. */
  *entries(): Generator<NtfsEntry> {
    const visited = new Set<number>();
    const open: { readonly node: readonly NodeEntry[]; at: number; isBelowDone: boolean }[] = [
      { node: this.root, at: 0, isBelowDone: false },
    ];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.node[top.at];
      if (!next) {
        open.pop();
        continue;
      }
      if (next.child !== undefined && !top.isBelowDone) {
        if (visited.has(next.child) || open.length > DEEPEST)
          throw damaged(this.place, sentence`has an index that points back to itself`);
        visited.add(next.child);
        top.isBelowDone = true;
        open.push({ node: this.readBlock(next.child), at: 0, isBelowDone: false });
        continue;
      }
      top.at++;
      top.isBelowDone = false;
      if (next.entry && next.entry.nameSpace !== 2) yield next.entry;
    }
  }

  /** The entry with this name, ignoring case. */
  find(name: string): NtfsEntry | undefined {
    const key = ntfsNameKey(name);
    let node = this.root;
    for (let depth = 0; depth <= DEEPEST; depth++) {
      const next = node.find(({ entry }) => !entry || ntfsNameKey(entry.name) >= key);
      if (next?.entry && ntfsNameKey(next.entry.name) === key) return next.entry;
      if (next?.child === undefined) return undefined;
      node = this.readBlock(next.child);
    }
    throw damaged(this.place, sentence`has an index that points back to itself`);
  }

  private readBlock(vcn: number): readonly NodeEntry[] {
    this.blocks ??= this.mft.open(this.record, attributeType.indexAllocation, '$I30');
    const { clusterBytes } = this.mft.geometry;
    const offset = vcn * (clusterBytes > this.blockBytes ? 512 : clusterBytes);
    if (offset + this.blockBytes > this.blocks.length)
      throw damaged(this.place, sentence`has an index entry that points nowhere`);
    const bytes = readBytes(this.blocks, offset, this.blockBytes);
    const view = new DataView(bytes.buffer);
    if (view.getUint32(0, true) !== 0x5844_4e49 || !restoreSectors(bytes))
      throw damaged(this.place, sentence`has a block ${vcn} that was only partially written`);
    if (readLength(view, 16) !== vcn)
      throw damaged(this.place, sentence`has a different block where block ${vcn} should be`);
    return parseNode(bytes, 0x18, this.place);
  }
}
