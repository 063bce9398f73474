import type { FileNameValue } from './fileName';
import { systemLengths, type Extent, type NtfsLayout, type SystemExtents } from './layout';
import { systemRecord } from './ntfsFormat';
import type { Stream } from './recordWriter';
import type { SystemNode } from './systemNames';

const extentNames = new Map<number, Exclude<keyof SystemExtents, 'bitlockerMetadata'>>([
  [systemRecord.mft, 'mft'],
  [systemRecord.mftMirror, 'mftMirror'],
  [systemRecord.logFile, 'logFile'],
  [systemRecord.attributeDefinitions, 'attributeDefinitions'],
  [systemRecord.bitmap, 'bitmap'],
  [systemRecord.boot, 'boot'],
  [systemRecord.upCase, 'upCase'],
  [systemRecord.bitlockerFiles + 3, 'relocatedHeader'],
]);

/** The unnamed stream of a system file, if it has clusters. */
export function systemStream(layout: NtfsLayout, record: number): Stream | undefined {
  const { extents, clusterBytes, clusterCount, recordCount } = layout;
  const lengths = systemLengths(clusterBytes, clusterCount, recordCount);
  const stream = (extent: Extent, size: number): Stream => ({ extent, size, allocated: extent.count * clusterBytes });
  const name = extentNames.get(record);
  if (name) return stream(extents[name], lengths[name]);
  const metadata = extents.bitlockerMetadata[record - systemRecord.bitlockerFiles];
  return metadata && stream(metadata, lengths.bitlockerMetadata);
}

/** What a system file's record and index entry say about it. */
export function systemNodeValue(
  layout: NtfsLayout,
  { record, name, parent, flags, nameSpace }: SystemNode,
): FileNameValue {
  const { created } = layout.options;
  const { allocated, size } = systemStream(layout, record) ?? { allocated: 0, size: 0 };
  return { parent, times: { created, modified: created, accessed: created }, allocated, size, flags, nameSpace, name };
}
