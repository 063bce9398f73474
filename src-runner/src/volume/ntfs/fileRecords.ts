import { writeFileName, writeTimes, writeUint64, type FileNameValue } from './fileName';
import { clustersOf, directoryRecord, type NtfsLayout } from './layout';
import { alignUp, attributeType, fileFlag, fileNameLength, nameSpace, RECORD_BYTES, recordFlag } from './ntfsFormat';
import { writeRun } from './runList';
import { securityId } from './securityDescriptors';
import { protectSectors } from './updateSequence';
import type { VolumeTree } from './volumeTree';

const ARRAY_OFFSET = 0x30;
const FIRST_ATTRIBUTE = 0x38;
const NAME = FIRST_ATTRIBUTE + 24 + 72;

/** The parts that all file records share: header, `$STANDARD_INFORMATION`, and the head of `$FILE_NAME`. */
const template = new Uint8Array(RECORD_BYTES);
{
  const view = new DataView(template.buffer);
  template.set([0x46, 0x49, 0x4c, 0x45]);
  view.setUint16(0x10, 1, true);
  view.setUint16(0x12, 1, true);
  view.setUint16(0x14, FIRST_ATTRIBUTE, true);
  view.setUint16(0x16, recordFlag.inUse, true);
  view.setUint32(0x1c, RECORD_BYTES, true);
  // The number of the record's next attribute: there are three.
  view.setUint16(0x28, 3, true);
  view.setUint32(FIRST_ATTRIBUTE, attributeType.standardInformation, true);
  view.setUint32(FIRST_ATTRIBUTE + 4, 24 + 72, true);
  view.setUint16(FIRST_ATTRIBUTE + 10, 24, true);
  view.setUint32(FIRST_ATTRIBUTE + 16, 72, true);
  view.setUint16(FIRST_ATTRIBUTE + 20, 24, true);
  view.setUint32(FIRST_ATTRIBUTE + 24 + 32, fileFlag.archive, true);
  view.setUint32(FIRST_ATTRIBUTE + 24 + 52, securityId.file, true);
  view.setUint32(NAME, attributeType.fileName, true);
  view.setUint16(NAME + 10, 24, true);
  view.setUint16(NAME + 14, 1, true);
  view.setUint16(NAME + 20, 24, true);
  // Indexed.
  view.setUint8(NAME + 22, 1);
}

/** The bytes that a file occupies, in clusters or within its record. */
export function allocatedBytes(layout: NtfsLayout, file: number, size: number): number {
  return layout.fileCluster[file] === 0 ? alignUp(size, 8) : alignUp(size, layout.clusterBytes);
}

/** What a file's record and index entry say about it. `size` is that of the tree unless the file is written late. */
export function fileNameValue(tree: VolumeTree, layout: NtfsLayout, file: number, size: number): FileNameValue {
  return {
    parent: directoryRecord(layout, tree.directoryOf(file)),
    times: tree.fileTimes(file),
    allocated: allocatedBytes(layout, file, size),
    size,
    flags: fileFlag.archive,
    nameSpace: nameSpace.alone,
    name: tree.fileName(file),
  };
}

/** A record without a file: left by an omitted file, or spare in the MFT. */
export function writeFreeRecord(into: Uint8Array, view: DataView, at: number, record: number, sequence = 1): void {
  into.fill(0, at, at + RECORD_BYTES);
  into.set([0x46, 0x49, 0x4c, 0x45], at);
  view.setUint16(at + 0x10, sequence, true);
  view.setUint16(at + 0x14, FIRST_ATTRIBUTE, true);
  view.setUint32(at + 0x18, FIRST_ATTRIBUTE + 8, true);
  view.setUint32(at + 0x1c, RECORD_BYTES, true);
  view.setUint32(at + 0x2c, record, true);
  view.setUint32(at + FIRST_ATTRIBUTE, attributeType.end, true);
  protectSectors(into, view, at, RECORD_BYTES, ARRAY_OFFSET);
}

/** @param content of a file that lies in its record */
function writeFileRecord(
  tree: VolumeTree,
  layout: NtfsLayout,
  file: number,
  size: number,
  content: Uint8Array | undefined,
  into: Uint8Array,
  view: DataView,
  at: number,
): void {
  into.set(template, at);
  const value = fileNameValue(tree, layout, file, size);
  writeTimes(view, at + FIRST_ATTRIBUTE + 24, value.times);
  view.setUint32(at + 0x2c, layout.firstFileRecord + file, true);
  const nameLength = fileNameLength(value.name.length);
  const nameAttribute = alignUp(24 + nameLength, 8);
  view.setUint32(at + NAME + 4, nameAttribute, true);
  view.setUint32(at + NAME + 16, nameLength, true);
  writeFileName(view, at + NAME + 24, value);

  const data = at + NAME + nameAttribute;
  view.setUint32(data, attributeType.data, true);
  view.setUint16(data + 14, 2, true);
  let length: number;
  if (content) {
    length = alignUp(24 + content.length, 8);
    view.setUint16(data + 10, 24, true);
    view.setUint32(data + 16, content.length, true);
    view.setUint16(data + 20, 24, true);
    into.set(content, data + 24);
  } else {
    const count = clustersOf(size, layout.clusterBytes);
    view.setUint8(data + 8, 1);
    view.setUint16(data + 10, 64, true);
    // The number of the last cluster; -1 if there is none.
    writeUint64(view, data + 24, count - 1);
    view.setUint16(data + 32, 64, true);
    writeUint64(view, data + 40, value.allocated);
    writeUint64(view, data + 48, size);
    writeUint64(view, data + 56, size);
    length = alignUp(64 + writeRun(view, data + 64, { first: layout.fileCluster[file]!, count }), 8);
  }
  view.setUint32(data + 4, length, true);
  view.setUint32(data + length, attributeType.end, true);
  view.setUint32(at + 0x18, data + length + 8 - at, true);
  protectSectors(into, view, at, RECORD_BYTES, ARRAY_OFFSET);
}

const nothing = new Uint8Array(0);

/**
 * Writes the records of the files from `first` to before `end` consecutively into `into`. Each depends only on the
 * tree, the layout and, for a file that lies in its record, what `content` returns: as many bytes as the tree says, or
 * undefined for an omitted file, whose record stays free. `content` is not called for other files.
 */
export function encodeFileRecords(
  tree: VolumeTree,
  layout: NtfsLayout,
  first: number,
  end: number,
  content: (file: number) => Uint8Array | undefined,
  into: Uint8Array,
): void {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  for (let file = first; file < end; file++) {
    const at = (file - first) * RECORD_BYTES;
    const size = tree.fileSize(file);
    if (layout.fileCluster[file] !== 0) {
      writeFileRecord(tree, layout, file, size, undefined, into, view, at);
      continue;
    }
    const bytes = size === 0 ? nothing : content(file);
    if (bytes && bytes.length !== size) throw new RangeError(`File ${file} has ${bytes.length} bytes, not ${size}.`);
    if (bytes) writeFileRecord(tree, layout, file, size, bytes, into, view, at);
    else writeFreeRecord(into, view, at, layout.firstFileRecord + file);
  }
}

/** Writes the record of the tree's last file, which has clusters and ends at `size`; it has none if it is empty. */
export function encodeLateRecord(tree: VolumeTree, layout: NtfsLayout, size: number, into: Uint8Array): void {
  writeFileRecord(
    tree,
    layout,
    tree.fileCount - 1,
    size,
    size === 0 ? nothing : undefined,
    into,
    new DataView(into.buffer, into.byteOffset, into.byteLength),
    0,
  );
}
