import type { DriveContents } from '../src/pipeline/driveContents';
import { NO_DATA, type DriveImage } from '../src/pipeline/driveImage';

/** A drive for tests: files under one directory, without NTFS around them. Structured-cloneable. */
export interface TestFiles {
  readonly directory: string;
  readonly names: readonly string[];
  readonly sizes: readonly number[];
  /** FILETIMEs. */
  readonly modified: readonly bigint[];
  readonly pageBlobs: readonly boolean[];
}

const CLUSTER = 4096;
const RECORD = 1024;
const RESIDENT_MOST = 700;
/** Where the records begin. */
export const TEST_RECORDS = 65_536;

export interface TestImage extends DriveImage {
  readonly volumeBytes: number;
}

/** An image whose records hold the number of the file, its size, and the data of a small one. */
export function openTestImage(image: unknown): TestImage {
  const { directory, names, sizes, modified, pageBlobs } = image as TestFiles;
  let end = TEST_RECORDS + Math.ceil((names.length * RECORD) / CLUSTER) * CLUSTER;
  const offsets = sizes.map((size) => {
    if (size <= RESIDENT_MOST) return NO_DATA;
    const start = end;
    end += Math.ceil(size / CLUSTER) * CLUSTER;
    return start;
  });
  const contents: DriveContents = {
    directoryCount: 1,
    parentOf: () => 0,
    directoryName: () => '',
    directoryTimes: () => ({ created: 0n, modified: 0n, accessed: 0n }),
    fileCount: names.length,
    copiedFileCount: names.length,
    directoryOf: () => 0,
    fileName: (file) => names[file]!,
    fileSize: (file) => sizes[file]!,
    fileTimes: (file) => ({ created: 0n, modified: modified[file]!, accessed: 0n }),
    refusesLinkAt: () => true,
    sourcePathOf: (file) => `${directory}/${names[file]!}`,
    blobPathOf: (file) => `container/${names[file]!}`,
    drivePathOf: (file) => `\\session\\container\\${names[file]!}`,
    isPageBlob: (file) => pageBlobs[file]!,
  };
  return {
    contents,
    volumeBytes: end,
    clusterBytes: CLUSTER,
    recordBytes: RECORD,
    dataOffset: (file) => offsets[file]!,
    recordOffset: (file) => TEST_RECORDS + file * RECORD,
    encodeRecords: (first, last, resident, into) => {
      into.fill(0);
      for (let file = first; file < last; file++) {
        const record = into.subarray((file - first) * RECORD, (file - first + 1) * RECORD);
        const view = new DataView(record.buffer, record.byteOffset, RECORD);
        view.setUint32(0, file, true);
        view.setFloat64(8, sizes[file]!, true);
        if (offsets[file] === NO_DATA) record.set(resident(file) ?? [], 16);
      }
    },
  };
}
