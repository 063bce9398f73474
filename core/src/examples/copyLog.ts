import type { copyLogRules } from '../rules/catalogue/copyLog';
import type { Example, ExamplesOf } from './example';
import { fileText } from './exampleFile';

const log = (...lines: readonly string[]): Example => ({
  fileName: '9WM35C2V_error.xml',
  text: fileText(
    '<?xml version="1.0" encoding="utf-8"?>',
    '<DriveLog Version="2014-11-01">',
    '  <DriveId>9WM35C2V</DriveId>',
    ...lines,
    '</DriveLog>',
  ),
});
/** A log of the current generation: no root, and the drive after the errors. */
const logOfToday = (status: string, ...lines: readonly string[]): Example => ({
  fileName: 'job1_9WM35C2V_error.xml',
  text: fileText(
    ...lines,
    '<CopyLog Summary="Summary">',
    '  <DriveLogVersion>2021-08-01</DriveLogVersion>',
    '  <DriveId>9WM35C2V</DriveId>',
    `  <Status>${status}</Status>`,
    '  <TotalFiles_Blobs>60</TotalFiles_Blobs>',
    `  <FilesErrored>${lines.length > 0 ? 1 : 0}</FilesErrored>`,
    '</CopyLog>',
  ),
});
const entity = (category: string, ...lines: readonly string[]): readonly string[] => [
  '<ErroredEntity CloudFormat="BlockBlob" Path="photos/a.jpg">',
  `  <Category>${category}</Category>`,
  ...lines.map((line) => `  ${line}`),
  '</ErroredEntity>',
];
const blob = (status: string, ...lines: readonly string[]): readonly string[] => [
  `  <Blob Status="${status}">`,
  '    <BlobPath>photos/a.jpg</BlobPath>',
  String.raw`    <FilePath>\session#1\photos\a.jpg</FilePath>`,
  '    <Length>1000</Length>',
  ...lines.map((line) => `    ${line}`),
  '  </Blob>',
];
const done = (status: string): string => `  <Status>${status}</Status>`;

/** Examples of copyLogRules. */
export const copyLogExamples = {
  'log/syntax': {
    failing: log('  <Blob Status="Completed">', done('Completed')),
    passing: log(done('Completed')),
  },
  'log/drive-status': {
    failing: log(done('BitLockerKeyInvalid')),
    passing: log(done('Completed')),
  },
  'log/blob-status': {
    failing: log(
      ...blob('FileNotFound', '<ImportDisposition Status="Cancelled">rename</ImportDisposition>'),
      done('Completed'),
    ),
    passing: log(
      ...blob('Completed', '<ImportDisposition Status="Created">rename</ImportDisposition>'),
      done('Completed'),
    ),
  },
  'log/category': {
    failing: logOfToday(
      'Completed',
      ...entity(
        'UploadErrorCloudHttp',
        '<ErrorCode>409</ErrorCode>',
        '<ErrorMessage>The blob is leased.</ErrorMessage>',
        '<Type>File</Type>',
      ),
    ),
    passing: logOfToday('Completed'),
  },
} satisfies ExamplesOf<typeof copyLogRules>;
