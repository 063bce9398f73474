import { fileFlag, nameSpace, systemRecord } from './ntfsFormat';

/** A file or directory of the file system itself. */
export interface SystemNode {
  readonly record: number;
  readonly name: string;
  /** Its place in the tree: the record of its parent. */
  readonly parent: number;
  /** Flags of `$FILE_NAME`. */
  readonly flags: number;
  readonly nameSpace: number;
}

const { hidden, system, directory, viewIndex, archive } = fileFlag;
const { root, extend, systemVolumeInformation, bitlockerFiles } = systemRecord;

function ofRoot(record: number, name: string, flags = 0): SystemNode {
  return { record, name, parent: root, flags: hidden | system | flags, nameSpace: nameSpace.both };
}

function ofExtend(record: number, name: string): SystemNode {
  return { record, name, parent: extend, flags: hidden | system | archive | viewIndex, nameSpace: nameSpace.both };
}

/** Windows finds the clusters of BitLocker's metadata by these names, which are the same on every volume. */
function bitlockerFile(index: number, name: string): SystemNode {
  return {
    record: bitlockerFiles + index,
    name,
    parent: systemVolumeInformation,
    flags: hidden | system,
    nameSpace: nameSpace.alone,
  };
}

const metadataName = 'FVE2.{e40ad34d-dae9-4bc7-95bd-b16218c10f72}';

export const rootNodes: readonly SystemNode[] = [
  ofRoot(systemRecord.mft, '$MFT'),
  ofRoot(systemRecord.mftMirror, '$MFTMirr'),
  ofRoot(systemRecord.logFile, '$LogFile'),
  ofRoot(systemRecord.volume, '$Volume'),
  ofRoot(systemRecord.attributeDefinitions, '$AttrDef'),
  ofRoot(systemRecord.root, '.', directory),
  ofRoot(systemRecord.bitmap, '$Bitmap'),
  ofRoot(systemRecord.boot, '$Boot'),
  ofRoot(systemRecord.badClusters, '$BadClus'),
  ofRoot(systemRecord.secure, '$Secure', viewIndex),
  ofRoot(systemRecord.upCase, '$UpCase'),
  ofRoot(systemRecord.extend, '$Extend', directory),
  { ...ofRoot(systemVolumeInformation, 'System Volume Information', directory), nameSpace: nameSpace.alone },
];

export const rootNames: readonly string[] = rootNodes.map(({ name }) => name);

/** In the order of the index of `$Extend`. */
export const extendNodes: readonly SystemNode[] = [
  ofExtend(systemRecord.objectIds, '$ObjId'),
  ofExtend(systemRecord.quota, '$Quota'),
  ofExtend(systemRecord.reparsePoints, '$Reparse'),
];

/** In the order of their records. */
export const bitlockerNodes: readonly SystemNode[] = [
  bitlockerFile(0, `${metadataName}.1`),
  bitlockerFile(1, `${metadataName}.2`),
  bitlockerFile(2, `${metadataName}.3`),
  bitlockerFile(3, 'FVE2.{24e6f0ae-6a00-4f73-984b-75ce9942852d}'),
];

/** Windows and mkntfs use a system file's record number as its sequence number, and 1 for all later records. */
export function sequenceOf(record: number): number {
  return record === 0 || record >= systemRecord.quota ? 1 : record;
}
