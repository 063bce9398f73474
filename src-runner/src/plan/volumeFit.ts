import { layoutNtfs, VolumeTooSmallError } from '../volume/ntfs/layout';
import type { NtfsLayout, NtfsOptions } from '../volume/ntfs/layout';
import { SMALLEST_CLUSTER_BYTES } from '../volume/ntfs/ntfsFormat';
import type { FileTimes, VolumeTree } from '../volume/ntfs/volumeTree';

/** Options of a volume that do not affect how much it holds. */
const anyVolume: Omit<NtfsOptions, 'volumeBytes'> = {
  label: '',
  serial: 0n,
  created: 0n,
  partitionOffset: 0,
  lastFileIsLate: true,
};
const noTimes: FileTimes = { created: 0n, modified: 0n, accessed: 0n };

/** A session without files. */
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

/** How many bytes an empty volume of this size can hold, and its cluster size. */
export function emptyVolume(volumeBytes: number): { readonly room: number; readonly clusterBytes: number } {
  const layout = layOut(emptyTree, volumeBytes);
  if (typeof layout === 'number') return { room: 0, clusterBytes: SMALLEST_CLUSTER_BYTES };
  const { clusterBytes, clusterCount, usedClusters } = layout;
  return { room: (clusterCount - usedClusters) * clusterBytes, clusterBytes };
}

/** How full a volume becomes, and where everything is. Only the layout's options that affect places are set. */
export interface VolumeFit {
  readonly usedBytes: number;
  readonly volumeBytes: number;
  readonly layout: NtfsLayout;
}

/**
 * Determines how full a volume becomes, to the cluster.
 *
 * @param volumeBytes undefined for as many as are needed
 * @returns if the volume is too small, how many bytes are missing
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
