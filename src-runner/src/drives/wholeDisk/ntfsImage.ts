import { NO_DATA } from '../../pipeline/driveImage';
import type { DriveImage } from '../../pipeline/driveImage';
import type { DriveContentsData } from '../../plan/jobPlan';
import { PlannedContents } from '../../plan/plannedContents';
import { encodeFileRecords } from '../../volume/ntfs/fileRecords';
import { fileDataOffset, fileRecordOffset } from '../../volume/ntfs/layout';
import type { NtfsLayout } from '../../volume/ntfs/layout';
import { RECORD_BYTES } from '../../volume/ntfs/ntfsFormat';

/** What is sent to a copying thread for a drive: plain data, with columns in shared memory. */
export interface NtfsImageData {
  readonly contents: DriveContentsData;
  readonly layout: NtfsLayout;
}

/** The drive as the pipeline sees it, over the columns that all threads share. */
export function openNtfsImage(data: unknown): DriveImage {
  const { contents: columns, layout } = data as NtfsImageData;
  const contents = new PlannedContents(columns);
  return {
    contents,
    clusterBytes: layout.clusterBytes,
    recordBytes: RECORD_BYTES,
    dataOffset: (file) => fileDataOffset(layout, file) ?? NO_DATA,
    recordOffset: (file) => fileRecordOffset(layout, file),
    encodeRecords: (first, end, resident, into) => {
      encodeFileRecords(contents, layout, first, end, resident, into);
    },
  };
}
