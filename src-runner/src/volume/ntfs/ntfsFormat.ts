export const RECORD_BYTES = 1024;
export const INDEX_BLOCK_BYTES = 4096;
/** The smallest cluster, and Windows's default for volumes of up to 16 TiB. */
export const SMALLEST_CLUSTER_BYTES = 4096;
export const LARGEST_CLUSTER_BYTES = 65_536;
/** Cluster numbers are 32 bits wide in Windows's implementation. */
export const MOST_CLUSTERS = 0xffff_ffff;

export const attributeType = {
  standardInformation: 0x10,
  attributeList: 0x20,
  fileName: 0x30,
  securityDescriptor: 0x50,
  volumeName: 0x60,
  volumeInformation: 0x70,
  data: 0x80,
  indexRoot: 0x90,
  indexAllocation: 0xa0,
  bitmap: 0xb0,
  end: 0xffff_ffff,
} as const;

/** Flags of `$STANDARD_INFORMATION` and `$FILE_NAME`. */
export const fileFlag = {
  hidden: 0x2,
  system: 0x4,
  archive: 0x20,
  compressed: 0x800,
  encrypted: 0x4000,
  directory: 0x1000_0000,
  viewIndex: 0x2000_0000,
} as const;

/** Flags in the header of a record. */
export const recordFlag = { inUse: 0x1, directory: 0x2, inExtend: 0x4, viewIndex: 0x8 } as const;

export const collation = { fileName: 0x01, ulong: 0x10, sid: 0x11, securityHash: 0x12, ulongs: 0x13 } as const;

/**
 * Namespaces of names. `alone` (also called POSIX) is for a name without an 8.3 name: Windows uses it for every name if
 * 8.3 names are off. `both` marks a name that is its own 8.3 name.
 */
export const nameSpace = { alone: 0, win32: 1, dos: 2, both: 3 } as const;

export const systemRecord = {
  mft: 0,
  mftMirror: 1,
  logFile: 2,
  volume: 3,
  attributeDefinitions: 4,
  root: 5,
  bitmap: 6,
  boot: 7,
  badClusters: 8,
  secure: 9,
  upCase: 10,
  extend: 11,
  quota: 24,
  objectIds: 25,
  reparsePoints: 26,
  systemVolumeInformation: 27,
  /** Three copies of BitLocker's metadata, then the new place of the volume's first sectors. */
  bitlockerFiles: 28,
} as const;

/** Records below this one belong to the file system itself; the others may belong to the tree. */
export const FIRST_FREE_RECORD = 32;

export function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** The length of a `$FILE_NAME` value for a name of this many UTF-16 units. */
export function fileNameLength(nameLength: number): number {
  return 66 + 2 * nameLength;
}

/** The length of an entry of a directory index, without the pointer to a sub-node. */
export function indexEntryLength(nameLength: number): number {
  return alignUp(16 + fileNameLength(nameLength), 8);
}

const RECORD_HEADER = 56;
const STANDARD_INFORMATION = 24 + 72;
const RECORD_END = 8;
const INDEX_ROOT = 32 + 32;
export const INDEX_END = 16;

/** What header, `$STANDARD_INFORMATION` and `$FILE_NAME` leave of a record for other attributes. */
function recordCapacity(nameLength: number): number {
  return RECORD_BYTES - RECORD_HEADER - STANDARD_INFORMATION - alignUp(24 + fileNameLength(nameLength), 8) - RECORD_END;
}

/** The longest content that fits into the record of a file with a name of this many UTF-16 units. */
export function residentCapacity(nameLength: number): number {
  return recordCapacity(nameLength) - 24;
}

/** The total length of a directory's entries that fit into its record. */
export function rootCapacity(nameLength: number): number {
  return recordCapacity(nameLength) - INDEX_ROOT - INDEX_END;
}
