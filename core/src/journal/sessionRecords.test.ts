import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CopyProgressError, CopyProgressText, readCopyProgress, type RangeColumns } from './copyProgress';
import { parseJournal } from './journalParser';
import { newJournalText } from './journalText';
import {
  readSessionRecord,
  SessionRecordError,
  sessionRecordText,
  type SessionDrive,
  type SessionParameters,
  type SessionRecord,
} from './sessionRecords';

const time = new Date(Date.UTC(2025, 3, 20, 18, 20));
const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const withoutLog: SessionParameters = {
  sessionId: 'session#1',
  datasets: ['dataset.csv'],
  drivesets: ['driveset.csv'],
  jrm: '/srv/ünï.jrm',
  planFile: 'job.plan',
  planSha256: 'ab',
  options: { method: 'aes-xts-128', noVerify: false, map: ['F:\\=/srv'] },
};
const parameters = { ...withoutLog, logDirectory: 'F:\\logs' };
const description: SessionDrive = {
  letter: 'G',
  driveId: 'WD-1',
  target: '/srv/a\nb\r.vhd',
  targetKind: 'image',
  capacity: 1e12,
  bitLockerKey: key,
  bitLockerSecrets: '{"a":1}',
};
const info = {
  driveId: 'WD-1',
  bitLockerKey: key,
  manifestFile: '\\DriveManifest.xml',
  manifestHash: 'D863FE44F861AE0DA4DCEAEEFFCCCE68',
};

const records: readonly SessionRecord[] = [
  { kind: 'parameters', parameters },
  { kind: 'parameters', parameters: withoutLog },
  { kind: 'drive', sessionId: 'session#1', drive: 0, description },
  { kind: 'session', sessionId: 'session#1', state: 'Started' },
  { kind: 'session', sessionId: 'session#2', state: 'Started', continues: 'session#1' },
  { kind: 'drive-state', sessionId: 'session#1', drive: 11, state: 'Writing' },
  { kind: 'progress', sessionId: 'session#1', drive: 0, lines: '0 .\n1 .', next: { file: 1, block: 12 } },
  { kind: 'progress', sessionId: 'session#1', drive: 0, lines: '0 .' },
  { kind: 'drive-info', sessionId: 'session#1', drive: 0, info },
  { kind: 'drive-info', info },
  { kind: 'drive-state', sessionId: 'session#1', drive: 1, state: 'Verified' },
  { kind: 'drive-state', sessionId: 'session#1', drive: 1, state: 'Verified', isReadBack: true },
  { kind: 'drive-replaced', sessionId: 'session#1', drive: 3, description },
  { kind: 'drive-target', sessionId: 'session#1', drive: 0, target: '/dev/sdb', targetKind: 'device' },
  { kind: 'drive-target', sessionId: 'session#1', drive: 0, target: '/dev/sdb' },
];

describe('A record of a session', () => {
  it.each(records)('is read as it was written: $kind', (record) => {
    const { records: read, problems } = parseJournal(sessionRecordText(record, time));
    expect(problems).toEqual([]);
    expect(read.map(readSessionRecord)).toEqual([record]);
  });

  it("shows the tool's own names", () => {
    const text =
      sessionRecordText({ kind: 'parameters', parameters }, time) +
      sessionRecordText({ kind: 'drive-info', info }, time);
    expect(text.replaceAll('\r\n', '\n').replace(/^SessionId.*\n|^Parameters.*\n/gm, ''))
      .toBe(`[BeginUpdateRecord][2025/04/20 18:20:00.000][Type:ActivityRecord]
ActivityId: PrepImportDriveCommandContext
LogDirectory: F:\\logs
[EndUpdateRecord]
[BeginUpdateRecord][2025/04/20 18:20:00.000][Type:ActivityRecord]
ActivityId: DriveInfo
DriveState: [BeginValue]
<?xml version="1.0" encoding="UTF-8"?>
<Drive>
   <DriveId>WD-1</DriveId>
   <BitLockerKey>${key}</BitLockerKey>
   <ManifestFile>\\DriveManifest.xml</ManifestFile>
   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>
</Drive>
[EndValue]
SaveCommandOutput: Completed
[EndUpdateRecord]
`);
  });

  it('of the tool itself is none of ours', () => {
    const text =
      newJournalText(time) +
      '[BeginUpdateRecord][2016/11/02 18:24:14.749][Type:ActivityRecord]\nActivityId: PrepImportDriveCommandContext\nLogDirectory: F:\\logs\n[EndUpdateRecord]\n';
    expect(parseJournal(text).records.map(readSessionRecord)).toEqual([undefined, undefined]);
  });

  it.each([
    ['SessionId', records[3]!, /SessionId.*\r\n/, ''],
    ['State', records[3]!, 'State: Started', 'State: Sleeping'],
    ['Drive', records[5]!, 'Drive: 11', 'Drive: x'],
    ['Next', records[6]!, 'Next: 1 12', 'Next: 1'],
    ['Target', records[2]!, 'Target: ', 'Target: ['],
    ['TargetKind', records[2]!, 'TargetKind: image', 'TargetKind: tape'],
    ['Capacity', records[2]!, 'Capacity: ', 'Capacity: -'],
    ['Parameters', records[0]!, '"datasets"', '"dataset"'],
    ['Parameters', records[0]!, '{', ''],
    ['DriveState', records[8]!, '</Drive>', ''],
    ['DriveState', records[8]!, /<ManifestHash>.*/, ''],
  ])('names the field that is wrong: %s', (field, record, from, to) => {
    const [read] = parseJournal(sessionRecordText(record, time).replace(from, to)).records;
    expect(() => readSessionRecord(read!)).toThrow(SessionRecordError);
    expect(() => readSessionRecord(read!)).toThrow(new RegExp(`^${field} of the record at line 1 `));
  });
});

const hash = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const columnsOf = (isPageBlob: boolean, ranges: readonly { offset: number; length: number; md5: Uint8Array }[]) => ({
  first: 0,
  count: ranges.length,
  md5s: Uint8Array.from(ranges.flatMap(({ md5 }) => [...md5])),
  ...(isPageBlob ? { offsets: ranges.map(({ offset }) => offset), lengths: ranges.map(({ length }) => length) } : {}),
});
const blocks = (count: number) => ({ first: 0, count, md5s: new Uint8Array(16 * count) });
const copiedLine = (number: number, ranges: RangeColumns, sha256?: Uint8Array): string => {
  const text = new CopyProgressText();
  text.copied(number, ranges, sha256);
  return text.take();
};
const file = fc.record({
  sha256: fc.option(hash(32), { nil: undefined }),
  isPageBlob: fc.boolean(),
  ranges: fc.array(fc.record({ offset: fc.nat({ max: 2 ** 43 }), length: fc.nat({ max: 2 ** 22 }), md5: hash(16) }), {
    maxLength: 4,
  }),
});

describe('A checkpoint', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(file, fc.constantFrom('changed' as const, 'vanished' as const, 'unreadable' as const))),
        fc.nat(1e7),
        (files, first) => {
          const text = new CopyProgressText();
          const expected: unknown[] = [];
          files.forEach((one, index) => {
            const number = first + index;
            if (typeof one === 'string') {
              text.failed(number, one);
              expected.push([number, one]);
              return;
            }
            text.copied(number, columnsOf(one.isPageBlob, one.ranges), one.sha256);
            for (const { offset, length, md5 } of one.ranges)
              expected.push(one.isPageBlob ? [number, offset, length, [...md5]] : [number, [...md5]]);
            if (one.sha256) expected.push([number, 'done', [...one.sha256]]);
          });
          const read: unknown[] = [];
          readCopyProgress(text.take(), {
            block: (number, md5) => read.push([number, [...md5]]),
            pageRange: (number, offset, length, md5) => read.push([number, offset, length, [...md5]]),
            done: (number, sha256) => read.push([number, 'done', [...sha256]]),
            failed: (number, failure) => read.push([number, failure]),
          });
          expect(read).toEqual(expected);
        },
      ),
    );
  });

  const nobody = { block: () => undefined, pageRange: () => undefined, done: () => undefined, failed: () => undefined };
  const sound = copiedLine(
    7,
    columnsOf(true, [{ offset: 512, length: 1024, md5: new Uint8Array(16) }]),
    new Uint8Array(32),
  );

  it('is read or refused with the line, wherever it is cut or changed', () => {
    expect(() => {
      readCopyProgress(`0 .\n${sound}\nx`, nobody);
    }).toThrow('Line 3');
    fc.assert(
      fc.property(
        fc.nat(sound.length),
        fc.constantFrom('', ' ', 'A', '9', '=', '!', '\n', ':'),
        fc.boolean(),
        (at, text, cut) => {
          const broken = sound.slice(0, at) + text + (cut ? '' : sound.slice(at + 1));
          try {
            readCopyProgress(broken, nobody);
          } catch (error) {
            expect(error).toBeInstanceOf(CopyProgressError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes some 70 bytes for a small file', () => {
    expect(copiedLine(999_999, blocks(1), new Uint8Array(32))).toHaveLength(73);
  });
});
