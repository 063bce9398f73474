import { MAX_RANGE_LENGTH } from '../driveManifest/driveManifest';
import { utf8Length } from '../text/utf8Length';
import { CopyProgressText, type RangeColumns } from './copyProgress';
import { newJournalText } from './journalText';
import { sessionRecordText, type SessionDrive, type SessionParameters } from './sessionRecords';

/** What one drive of a session will hold. */
export interface DriveVolume {
  readonly description: SessionDrive;
  readonly fileCount: number;
  /** Blocks of 4 MiB and page ranges, of all files together. */
  readonly rangeCount: number;
  /** How many of them are page ranges, which take more. */
  readonly pageRangeCount: number;
  /** Bytes that are copied. */
  readonly byteCount: number;
}

const LINE_END_LENGTH = 2;
const noTime = new Date(0);
const noRanges = { first: 0, count: 0, md5s: new Uint8Array(16) };
const oneRange = { ...noRanges, count: 1 };

const lengthOf = (ranges: RangeColumns, sha256?: Uint8Array): number => {
  const text = new CopyProgressText();
  text.copied(0, ranges, sha256);
  return text.take().length;
};
const fileLength = lengthOf(noRanges, new Uint8Array(32)) - 1 + LINE_END_LENGTH;
const blockLength = lengthOf(oneRange) - lengthOf(noRanges);
/** A page range of a file below 10 TB. */
const pageRangeLength = lengthOf({ ...oneRange, offsets: [1e12], lengths: [MAX_RANGE_LENGTH] }) - lengthOf(noRanges);

/**
 * The length of the journal of a session that is not interrupted, in bytes: the most that it can be.
 *
 * @param checkpointLength bytes that are copied between two checkpoints, at least
 * @param existing bytes of the journal, where it is the session of one that there is already
 */
export function journalLength(parameters: SessionParameters, drives: readonly DriveVolume[], checkpointLength: number, existing = 0): number {
  const { sessionId } = parameters;
  const record = (text: string): number => utf8Length(text);
  let length = existing === 0 ? newJournalText(noTime).length : existing;
  length += record(sessionRecordText({ kind: 'parameters', parameters }, noTime));
  length += 2 * record(sessionRecordText({ kind: 'session', sessionId, state: 'NeedsDrives' }, noTime));
  drives.forEach(({ description, fileCount, rangeCount, pageRangeCount, byteCount }, drive) => {
    const { driveId, bitLockerKey } = description;
    const info = { driveId, bitLockerKey, manifestFile: '\\DriveManifest.xml', manifestHash: '0'.repeat(32) };
    length += record(sessionRecordText({ kind: 'drive', sessionId, drive, description }, noTime));
    length += record(sessionRecordText({ kind: 'drive-info', sessionId, drive, info }, noTime));
    length += 3 * record(sessionRecordText({ kind: 'drive-state', sessionId, drive, state: 'Verified', isReadBack: true }, noTime));
    length += fileCount * fileLength + digitsBelow(fileCount);
    length += (rangeCount - pageRangeCount) * blockLength + pageRangeCount * pageRangeLength;
    // Each checkpoint is a record of its own, and may split a file.
    const frame = record(sessionRecordText({ kind: 'progress', sessionId, drive, lines: `${fileCount} .\n${fileCount} .`, next: { file: fileCount, block: 99_999 } }, noTime));
    length += frame * (Math.ceil(byteCount / checkpointLength) + 1);
  });
  return length;
}

/** Digits of all numbers below `count` together. */
function digitsBelow(count: number): number {
  let digits = count;
  for (let power = 10; power < count; power *= 10) digits += count - power;
  return digits;
}
