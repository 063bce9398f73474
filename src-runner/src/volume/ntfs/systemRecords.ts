import { largeDirectoryRoot, smallDirectoryRoot, type DirectoryEntry } from './directoryIndex';
import { writeFreeRecord } from './fileRecords';
import { bitmapBytes, type NtfsLayout } from './layout';
import { attributeType, fileFlag, INDEX_BLOCK_BYTES, RECORD_BYTES, recordFlag, systemRecord } from './ntfsFormat';
import { RecordWriter, type Stream } from './recordWriter';
import { securityId, securityStreamLength } from './securityDescriptors';
import { systemNodeValue, systemStream } from './systemNodeValue';
import { bitlockerNodes, extendNodes, rootNodes, sequenceOf, type SystemNode } from './systemNames';
import { emptyView, quotaOwners, quotas, securityByHash, securityByNumber } from './viewIndexes';

const { data, indexRoot, indexAllocation, bitmap } = attributeType;
const nothing = new Uint8Array(0);

export function systemEntries(layout: NtfsLayout, nodes: readonly SystemNode[]): DirectoryEntry[] {
  return nodes.map((node) => ({ record: node.record, value: systemNodeValue(layout, node) }));
}

/** In the order of the index of `\System Volume Information`. */
export const systemVolumeInformationNodes = [...bitlockerNodes].sort((a, b) => (a.name < b.name ? -1 : 1));

function begin(layout: NtfsLayout, node: SystemNode, flags: number, security: number): RecordWriter {
  const value = systemNodeValue(layout, node);
  return new RecordWriter(node.record, flags)
    .standardInformation({ times: value.times, flags: node.flags & ~fileFlag.directory, securityId: security })
    .fileName(value);
}

function volumeInformation(): Uint8Array {
  const bytes = new Uint8Array(12);
  // Version 3.1 and no flags: nothing needs to be checked or repaired.
  bytes.set([3, 1], 8);
  return bytes;
}

function ofExtent(layout: NtfsLayout, extent: Stream['extent'], size: number): Stream {
  return { extent, size, allocated: extent.count * layout.clusterBytes };
}

/** `$Extend` and its files, which have their own flags in the record header. */
function extendRecord(layout: NtfsLayout, node: SystemNode): RecordWriter {
  const { clusterBytes, options } = layout;
  const writer = begin(layout, node, recordFlag.inExtend | recordFlag.viewIndex, securityId.systemFile);
  switch (node.record) {
    case systemRecord.quota:
      return writer
        .resident(indexRoot, '$O', quotaOwners(clusterBytes))
        .resident(indexRoot, '$Q', quotas(options.created, clusterBytes));
    case systemRecord.objectIds:
      return writer.resident(indexRoot, '$O', emptyView(clusterBytes));
    default:
      return writer.resident(indexRoot, '$R', emptyView(clusterBytes));
  }
}

function rootRecord(layout: NtfsLayout, node: SystemNode): RecordWriter {
  const { clusterBytes, clusterCount, extents, recordCount } = layout;
  const { record } = node;
  const plain = (flags = 0): RecordWriter => begin(layout, node, flags, securityId.systemFile);
  switch (record) {
    case systemRecord.mft: {
      const bits = ofExtent(layout, extents.mftBitmap, bitmapBytes(recordCount));
      return plain().nonResident(data, '', systemStream(layout, record)!).nonResident(bitmap, '', bits);
    }
    case systemRecord.volume:
      return plain()
        .resident(attributeType.volumeName, '', Buffer.from(layout.options.label, 'utf16le'))
        .resident(attributeType.volumeInformation, '', volumeInformation())
        .resident(data, '', nothing);
    case systemRecord.badClusters:
      return plain()
        .resident(data, '', nothing)
        .hole(data, '$Bad', clusterCount, clusterCount * clusterBytes);
    case systemRecord.secure: {
      const descriptors = ofExtent(layout, extents.securityDescriptors, securityStreamLength);
      return plain(recordFlag.viewIndex)
        .nonResident(data, '$SDS', descriptors)
        .resident(indexRoot, '$SDH', securityByHash(clusterBytes))
        .resident(indexRoot, '$SII', securityByNumber(clusterBytes));
    }
    case systemRecord.extend:
      return plain(recordFlag.directory).resident(
        indexRoot,
        '$I30',
        smallDirectoryRoot(systemEntries(layout, extendNodes), clusterBytes),
      );
    case systemRecord.systemVolumeInformation: {
      const index = ofExtent(layout, extents.systemVolumeInformation, INDEX_BLOCK_BYTES);
      return begin(layout, node, recordFlag.directory, securityId.hiddenDirectory)
        .resident(indexRoot, '$I30', largeDirectoryRoot(0, clusterBytes))
        .nonResident(indexAllocation, '$I30', index)
        .resident(bitmap, '$I30', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0));
    }
    default:
      return plain().nonResident(data, '', systemStream(layout, record)!);
  }
}

/** A record below the tree's first, except that of the root, which holds the tree. */
export function systemFileRecord(layout: NtfsLayout, record: number): Uint8Array {
  const isOf = (node: SystemNode): boolean => node.record === record;
  const ofRoot = rootNodes.find(isOf);
  if (ofRoot) return rootRecord(layout, ofRoot).finish();
  const ofExtend = extendNodes.find(isOf);
  if (ofExtend) return extendRecord(layout, ofExtend).finish();
  const ofBitLocker = bitlockerNodes.find(isOf);
  if (ofBitLocker)
    return begin(layout, ofBitLocker, 0, securityId.systemFile)
      .nonResident(data, '', systemStream(layout, record)!)
      .finish();
  if (isReserved(record)) {
    const { created } = layout.options;
    return new RecordWriter(record)
      .standardInformation({
        times: { created, modified: created, accessed: created },
        flags: fileFlag.hidden | fileFlag.system,
        securityId: securityId.systemFile,
      })
      .resident(data, '', nothing)
      .finish();
  }
  const bytes = new Uint8Array(RECORD_BYTES);
  writeFreeRecord(bytes, new DataView(bytes.buffer), 0, record, sequenceOf(record));
  return bytes;
}

/** Records that are marked as used but hold nothing. */
function isReserved(record: number): boolean {
  return record >= 12 && record < 16;
}

/** Whether a record below the tree's first is in use. */
export function isSystemRecordUsed(record: number): boolean {
  return record < 16 || (record >= systemRecord.quota && record < systemRecord.bitlockerFiles + bitlockerNodes.length);
}
