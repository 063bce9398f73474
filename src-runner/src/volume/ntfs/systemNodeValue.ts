import type { FileNameValue } from './fileName';
import {
  ATTRIBUTE_DEFINITION_BYTES,
  BITLOCKER_METADATA_BYTES,
  bitmapBytes,
  BOOT_BYTES,
  LOG_FILE_BYTES,
  mirroredRecords,
  RELOCATED_HEADER_BYTES,
  UP_CASE_BYTES,
  type NtfsLayout,
} from './layout';
import { RECORD_BYTES, systemRecord } from './ntfsFormat';
import type { Stream } from './recordWriter';
import type { SystemNode } from './systemNames';

/** The unnamed stream of a system file that has clusters. */
export function systemStream(layout: NtfsLayout, record: number): Stream | undefined {
  const { extents, clusterBytes } = layout;
  const stream = (extent: { readonly first: number; readonly count: number }, size: number): Stream => ({ extent, size, allocated: extent.count * clusterBytes });
  switch (record) {
    case systemRecord.mft:
      return stream(extents.mft, layout.recordCount * RECORD_BYTES);
    case systemRecord.mftMirror:
      return stream(extents.mftMirror, mirroredRecords(clusterBytes) * RECORD_BYTES);
    case systemRecord.logFile:
      return stream(extents.logFile, LOG_FILE_BYTES);
    case systemRecord.attributeDefinitions:
      return stream(extents.attributeDefinitions, ATTRIBUTE_DEFINITION_BYTES);
    case systemRecord.bitmap:
      return stream(extents.bitmap, bitmapBytes(layout.clusterCount));
    case systemRecord.boot:
      return stream(extents.boot, BOOT_BYTES);
    case systemRecord.upCase:
      return stream(extents.upCase, UP_CASE_BYTES);
    case systemRecord.bitlockerFiles + 3:
      return stream(extents.relocatedHeader, RELOCATED_HEADER_BYTES);
    default: {
      const metadata = extents.bitlockerMetadata[record - systemRecord.bitlockerFiles];
      return metadata && stream(metadata, BITLOCKER_METADATA_BYTES);
    }
  }
}

/** What the record and the index entry of a system file say of it. */
export function systemNodeValue(layout: NtfsLayout, { record, name, parent, flags, nameSpace }: SystemNode): FileNameValue {
  const { created } = layout.options;
  const { allocated, size } = systemStream(layout, record) ?? { allocated: 0, size: 0 };
  return { parent, times: { created, modified: created, accessed: created }, allocated, size, flags, nameSpace, name };
}
