import { sentence } from '../../../language/sentence';
import { directoryRecord, type Extent, type NtfsLayout } from '../layout';
import { INDEX_BLOCK_BYTES, RECORD_BYTES, systemRecord } from '../ntfsFormat';
import { bitlockerNodes, extendNodes, rootNodes } from '../systemNames';
import type { VolumeTree } from '../volumeTree';

/** Clusters and their owner. */
export interface OwnedExtent extends Extent {
  readonly owner: string;
}

const systemNames = new Map(
  [...rootNodes, ...extendNodes, ...bitlockerNodes].map(({ record, name }) => [record, name]),
);

export function directoryPath(tree: VolumeTree, directory: number): string {
  let path = '';
  for (let at = directory; at !== 0; at = tree.parentOf(at)) path = `\\${tree.directoryName(at)}${path}`;
  return path;
}

export function filePath(tree: VolumeTree, file: number): string {
  return `${directoryPath(tree, tree.directoryOf(file))}\\${tree.fileName(file)}`;
}

/** The parts of the file system itself, in the order of their clusters. */
export function systemExtents({ extents, volumeBytes, clusterBytes }: NtfsLayout): OwnedExtent[] {
  const { bitlockerMetadata, ...rest } = extents;
  const names: Record<keyof typeof rest, string> = {
    boot: '$Boot',
    mftMirror: '$MFTMirr',
    logFile: '$LogFile',
    attributeDefinitions: '$AttrDef',
    bitmap: '$Bitmap',
    upCase: '$UpCase',
    securityDescriptors: '$Secure',
    mftBitmap: sentence`The bitmap of the MFT`,
    systemVolumeInformation: sentence`The index of \\System Volume Information`,
    mft: '$MFT',
    relocatedHeader: sentence`BitLocker's copy of the volume's first sectors`,
  };
  const owned = (Object.keys(names) as (keyof typeof rest)[]).map((key) => ({ ...rest[key], owner: names[key] }));
  for (const extent of bitlockerMetadata) owned.push({ ...extent, owner: sentence`BitLocker's metadata` });
  owned.push({
    first: Math.floor((volumeBytes - 1) / clusterBytes),
    count: 1,
    owner: sentence`The copy of the first sector`,
  });
  return owned.sort((a, b) => a.first - b.first);
}

/** What lies at a place of the file system itself, for messages. */
export function placeOf(
  tree: VolumeTree,
  layout: NtfsLayout,
  offset: number,
): { readonly path?: string; readonly place: string } {
  const { clusterBytes, extents, indexBlocks, indexCluster } = layout;
  const cluster = Math.floor(offset / clusterBytes);
  const within = ({ first, count }: Extent): boolean => cluster >= first && cluster < first + count;
  if (within(extents.mft)) {
    const record = Math.floor((offset - extents.mft.first * clusterBytes) / RECORD_BYTES);
    const place = sentence`Record ${record} of the MFT`;
    const path = recordPath(tree, layout, record);
    return path === undefined ? { place } : { place, path };
  }
  for (let directory = 0; directory < layout.directoryCount; directory++) {
    const blocks = indexBlocks[directory]!;
    const first = indexCluster[directory]!;
    if (blocks > 0 && within({ first, count: Math.ceil((blocks * INDEX_BLOCK_BYTES) / clusterBytes) })) {
      const block = Math.floor((offset - first * clusterBytes) / INDEX_BLOCK_BYTES);
      return { path: directoryPath(tree, directory), place: sentence`Block ${block} of the directory's index` };
    }
  }
  return { place: systemExtents(layout).find(within)?.owner ?? sentence`The bitmap of a directory` };
}

function recordPath(tree: VolumeTree, layout: NtfsLayout, record: number): string | undefined {
  const name = systemNames.get(record);
  if (name !== undefined && record !== systemRecord.root) return `\\${name}`;
  const file = record - layout.firstFileRecord;
  if (file >= 0) return file < layout.fileCount ? filePath(tree, file) : undefined;
  const directory = record - directoryRecord(layout, 1) + 1;
  return directory > 0 ? directoryPath(tree, directory) : undefined;
}
