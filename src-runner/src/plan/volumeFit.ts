import { layoutNtfs, VolumeTooSmallError } from '../volume/ntfs/layout';
import type { NtfsLayout, NtfsOptions } from '../volume/ntfs/layout';
import { SMALLEST_CLUSTER_BYTES } from '../volume/ntfs/ntfsFormat';
import type { FileTimes, VolumeTree } from '../volume/ntfs/volumeTree';

/** What of a volume has no part in how much it holds. */
const anyVolume: Omit<NtfsOptions, 'volumeBytes'> = {
  label: '',
  serial: 0n,
  created: 0n,
  partitionOffset: 0,
  lastFileIsLate: true,
};
const noTimes: FileTimes = { created: 0n, modified: 0n, accessed: 0n };

/** A session without a file. */
const emptyTree: VolumeTree = {
  directoryCount: 2,
  parentOf: () => 0,
  directoryName: (directory) => (directory === 0 ? '' : 'session'),
  directoryTimes: () => noTimes,
  fileCount: 1,
  directoryOf: () => 0,
  fileName: () => 'DriveManifest.xml',
  fileSize: () => 0,
  fileTimes: () => noTimes,
};

/** How much an empty volume of so many bytes holds, and in what units. */
export function emptyVolume(volumeBytes: number): { readonly room: number; readonly clusterBytes: number } {
  const layout = layOut(emptyTree, volumeBytes);
  if (typeof layout === 'number') return { room: 0, clusterBytes: SMALLEST_CLUSTER_BYTES };
  const { clusterBytes, clusterCount, usedClusters } = layout;
  return { room: (clusterCount - usedClusters) * clusterBytes, clusterBytes };
}

/** How full a volume becomes, and where everything lies on it. Of the layout's options only those count that decide about places. */
export interface VolumeFit {
  readonly usedBytes: number;
  readonly volumeBytes: number;
  readonly layout: NtfsLayout;
}

/**
 * How full a volume becomes, to the cluster.
 *
 * @param volumeBytes undefined for as many as it needs
 * @returns the bytes that are missing, where it is too small
 */
export function fitVolume(tree: VolumeTree, volumeBytes: number | undefined): VolumeFit | number {
  const layout = layOut(tree, volumeBytes ?? 'smallest');
  if (typeof layout === 'number') return layout;
  return { usedBytes: layout.usedClusters * layout.clusterBytes, volumeBytes: layout.volumeBytes, layout };
}

function layOut(tree: VolumeTree, volumeBytes: NtfsOptions['volumeBytes']) {
  try {
    return layoutNtfs(tree, { ...anyVolume, volumeBytes });
  } catch (error) {
    if (error instanceof VolumeTooSmallError) return error.missingBytes;
    throw error;
  }
}
