import type { journalRules } from '../rules/catalogue/journal';
import type { Example, ExamplesOf } from './example';
import { fileText } from './exampleFile';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const record = (type: string, ...lines: readonly string[]): readonly string[] => [
  `[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:${type}]`,
  ...lines,
  '[EndUpdateRecord]',
];
const begun = record('NewJournalFile', 'VocabularyVersion: 2013-02-01');
const activity = (name: string, ...lines: readonly string[]): readonly string[] =>
  record('ActivityRecord', `ActivityId: ${name}`, ...lines);
const driveInfo = (...elements: readonly string[]): readonly string[] =>
  activity(
    'DriveInfo',
    'DriveState: [BeginValue]',
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Drive>',
    ...elements.map((element) => `   ${element}`),
    '</Drive>',
    '[EndValue]',
    'SaveCommandOutput: Completed',
  );
const elements = [
  '<DriveId>9WM35C2V</DriveId>',
  `<BitLockerKey>${key}</BitLockerKey>`,
  String.raw`<ManifestFile>\DriveManifest.xml</ManifestFile>`,
  '<ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>',
];
const parameters = JSON.stringify({
  datasets: ['dataset.csv'],
  drivesets: ['driveset.csv'],
  jrm: 'job1.jrm',
  planFile: 'job1.session#1.plan',
  planSha256: '00',
  options: {},
});
const session = (state: string): readonly string[] => [
  ...activity('PrepImportDriveCommandContext', 'SessionId: session#1', `Parameters: ${parameters}`),
  ...activity('CopySession', 'SessionId: session#1', `State: ${state}`),
];
const journal = (...records: readonly (readonly string[])[]): Example => ({
  fileName: 'job1.jrn',
  text: fileText(...begun, ...records.flat()),
});
/** Very long, so it is only created on demand. */
const longJournal: Example = {
  fileName: 'job1.jrn',
  get text() {
    return journal(
      ...Array.from({ length: 2000 }, () =>
        activity('PrepImportDriveCommandContext', `LogDirectory: ${'x'.repeat(1000)}`),
      ),
    ).text;
  },
};

/** Examples of journalRules. */
export const journalExamples = {
  'journal/record': {
    failing: journal(
      activity('DriveInfo').slice(0, -1),
      activity('PrepImportDriveCommandContext', String.raw`LogDirectory: F:\logs`),
    ),
    passing: journal(activity('PrepImportDriveCommandContext', String.raw`LogDirectory: F:\logs`)),
  },
  'journal/drive-info': {
    failing: journal(driveInfo(...elements.slice(0, 3))),
    passing: journal(driveInfo(...elements)),
  },
  'journal/too-large': {
    failing: longJournal,
    passing: journal(driveInfo(...elements)),
  },
  'journal/interrupted': {
    failing: journal(session('Interrupted')),
    passing: journal(session('Completed')),
  },
} satisfies ExamplesOf<typeof journalRules>;
