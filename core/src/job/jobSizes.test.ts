import { describe, expect, it } from 'vitest';
import { PORTAL_JOURNAL_LIMIT } from '../limits/limits';
import { formatMessage } from '../rules/message';
import { jobSizeFindings } from './jobSizes';
import type { JobSizes } from './jobSizes';

const GB = 1e9;
const fits: JobSizes = { needed: 100 * GB, available: 500 * GB, largestDrive: 500 * GB, journal: 1000 };
const said = (sizes: JobSizes): string[] =>
  jobSizeFindings(sizes).map(({ code, variant, args }) => `${code}: ${formatMessage(code, variant, args)}`);

describe("a job's sizes", () => {
  it('have nothing wrong where the data fits', () => {
    expect(said(fits)).toEqual([]);
    expect(said({ ...fits, journal: PORTAL_JOURNAL_LIMIT })).toEqual([]);
  });

  it('say how many drives more are needed', () => {
    const leftOver = { bytes: 700 * GB, drives: 2, driveBytes: 500 * GB, tooLarge: [] };
    expect(said({ ...fits, needed: 1200 * GB, leftOver })).toEqual([
      'job/capacity: The data needs 1.2 TB on the drives, which hold 500 GB: 700 GB do not fit. Add 2 more drives of 500 GB to the driveset, or use larger drives.',
    ]);
    expect(said({ ...fits, leftOver: { ...leftOver, drives: 1 } })[0]).toContain('Add one more drive of 500 GB');
  });

  it('name each file that no drive holds', () => {
    const leftOver = {
      bytes: 700 * GB,
      drives: 0,
      driveBytes: 500 * GB,
      tooLarge: [{ path: '/data/disk.img', bytes: 700 * GB }],
    };
    expect(said({ ...fits, leftOver })).toEqual([
      'job/capacity: The file /data/disk.img needs 700 GB, more than the largest drive holds (500 GB). Use a larger drive: a file cannot be split across two.',
    ]);
  });

  it('warn of a journal that the portal refuses', () => {
    expect(said({ ...fits, journal: 3_456_789 })).toEqual([
      'job/journal-size: The journal will be about 3.46 MB, but the portal accepts only 2 MB. Upload the drive information file <DriveId>.xml of each drive instead.',
    ]);
  });
});
