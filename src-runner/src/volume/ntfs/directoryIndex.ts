import { writeFileName, writeReference, writeUint64, type FileNameValue } from './fileName';
import { FIRST_ENTRY, IndexTree } from './indexTree';
import { collation, attributeType, INDEX_BLOCK_BYTES, INDEX_END, indexEntryLength } from './ntfsFormat';
import { protectSectors } from './updateSequence';

/** A name and its record. */
export interface DirectoryEntry {
  readonly record: number;
  readonly value: FileNameValue;
}

const BLOCK_HEADER = 0x18;
const ROOT_HEADER = 32;

/**
 * VCNs in an index count clusters, or sectors if a cluster is longer than a block. Returns how many of these one block
 * takes.
 */
export function vcnsPerBlock(clusterBytes: number): number {
  return clusterBytes > INDEX_BLOCK_BYTES ? INDEX_BLOCK_BYTES / 512 : INDEX_BLOCK_BYTES / clusterBytes;
}

/** Writes an entry without a pointer over zeros and returns its length. */
export function writeEntry(bytes: Uint8Array, at: number, { record, value }: DirectoryEntry): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = indexEntryLength(value.name.length);
  bytes.fill(0, at, at + length);
  writeReference(view, at, record);
  view.setUint16(at + 8, length, true);
  view.setUint16(at + 10, writeFileName(view, at + 16, value), true);
  return length;
}

/** The value of `$INDEX_ROOT`: its headers, then `entries` unchanged. */
export function indexRoot(
  type: number,
  collationRule: number,
  clusterBytes: number,
  entries: Uint8Array,
  isLarge = false,
): Uint8Array {
  const bytes = new Uint8Array(ROOT_HEADER + entries.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, collationRule, true);
  view.setUint32(8, INDEX_BLOCK_BYTES, true);
  view.setUint8(12, vcnsPerBlock(clusterBytes));
  view.setUint32(16, 16, true);
  view.setUint32(20, 16 + entries.length, true);
  view.setUint32(24, 16 + entries.length, true);
  view.setUint8(28, isLarge ? 1 : 0);
  bytes.set(entries, ROOT_HEADER);
  return bytes;
}

/** The entry that ends a node without sub-nodes. */
export function endEntry(): Uint8Array {
  const bytes = new Uint8Array(INDEX_END);
  bytes[8] = INDEX_END;
  bytes[12] = 2;
  return bytes;
}

/** The root of a directory whose entries all fit into its record. */
export function smallDirectoryRoot(entries: Iterable<DirectoryEntry>, clusterBytes: number): Uint8Array {
  const bytes = new Uint8Array(1024);
  let length = 0;
  for (const entry of entries) length += writeEntry(bytes, length, entry);
  bytes.set(endEntry(), length);
  return indexRoot(attributeType.fileName, collation.fileName, clusterBytes, bytes.subarray(0, length + INDEX_END));
}

/** The root of a directory whose entries lie in blocks: only a pointer to the top block. */
export function largeDirectoryRoot(topBlock: number, clusterBytes: number): Uint8Array {
  const entry = new Uint8Array(INDEX_END + 8);
  const view = new DataView(entry.buffer);
  view.setUint16(8, entry.length, true);
  view.setUint16(12, 3, true);
  writeUint64(view, INDEX_END, topBlock * vcnsPerBlock(clusterBytes));
  return indexRoot(attributeType.fileName, collation.fileName, clusterBytes, entry, true);
}

/** A block in its written form: header, entries, protected sectors. */
function encodeBlock(
  block: number,
  entries: Uint8Array,
  used: number,
  isLeaf: boolean,
  clusterBytes: number,
): Uint8Array {
  const bytes = Uint8Array.from(entries);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x4e, 0x44, 0x58]);
  writeUint64(view, 0x10, block * vcnsPerBlock(clusterBytes));
  view.setUint32(BLOCK_HEADER, FIRST_ENTRY - BLOCK_HEADER, true);
  view.setUint32(BLOCK_HEADER + 4, used - BLOCK_HEADER, true);
  view.setUint32(BLOCK_HEADER + 8, INDEX_BLOCK_BYTES - BLOCK_HEADER, true);
  view.setUint8(BLOCK_HEADER + 12, isLeaf ? 0 : 1);
  protectSectors(bytes, view, 0, INDEX_BLOCK_BYTES, 0x28);
  return bytes;
}

/** The blocks of a directory's index in order. Returns their number; the last one is the top block. */
export function* indexBlocks(entries: Iterable<DirectoryEntry>, clusterBytes: number): Generator<Uint8Array, number> {
  const closed: Uint8Array[] = [];
  const tree = new IndexTree(vcnsPerBlock(clusterBytes), (block, bytes, used, isLeaf) => {
    closed.push(encodeBlock(block, bytes, used, isLeaf, clusterBytes));
  });
  for (const entry of entries) {
    tree.add(writeEntry(tree.entry, 0, entry));
    yield* closed.splice(0);
  }
  tree.finish();
  yield* closed;
  return tree.blocks;
}
