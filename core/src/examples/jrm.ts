import type { jrmRules } from '../rules/catalogue/jrm';
import type { Example, ExamplesOf } from './example';
import { blobDatasetText, drivesetText } from './exampleFile';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const sha256 = '7a9d3a5e1f0c4b8d92e6a7c3f15b0d4e8c6a29f7b3d1e5084c7f6a2b9d8e1c03';

/** The members of a small JRM, in order. */
const sound = {
  JobId: '"ImportJob1234"',
  CustomerName: '"Contoso Corporation"',
  CreationDate: '"2025-04-20T18:20:00Z"',
  Drives: `[{ "DriveId": "DriveA1", "BitLockerKey": "${key}", "VolumeLabel": "DATA01" }]`,
  DataMapping: String.raw`[{ "SourcePath": "F:\\Projects\\", "DestinationContainer": "client-backups", "BlobType": "BlockBlob" }]`,
  Checksums: String.raw`[{ "FilePath": "F:\\Projects\\report.pdf", "SHA256": "${sha256}" }]`,
};

type Members = Readonly<Record<string, string | undefined>>;

const textOf = (members: Members): string => {
  const lines = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [`  "${name}": ${value}`],
  );
  return `{\n${lines.join(',\n')}\n}\n`;
};

/** A valid JRM with some members replaced. */
const jrm = (changes: Members = {}, siblings?: Example['siblings']): Example => ({
  fileName: 'job.jrm',
  text: textOf({ ...sound, ...changes }),
  ...(siblings ? { siblings } : {}),
});

const drive = (members: string): string =>
  `[{ "DriveId": "DriveA1", "BitLockerKey": "${key}", "VolumeLabel": "DATA01"${members} }]`;
const twoDrives = drive(', "DriveLetter": "G"').replace(
  '}]',
  `}, { "DriveId": "DriveA2", "BitLockerKey": "${key}", "VolumeLabel": "DATA02", "DriveLetter": "H" }]`,
);
const mapping = (container: string, type = 'BlockBlob'): string =>
  String.raw`[{ "SourcePath": "F:\\Projects\\", "DestinationContainer": "${container}", "BlobType": "${type}" }]`;
const checksum = (path: string, hash = sha256, more = ''): string =>
  `{ "FilePath": "F:\\\\${path}", "SHA256": "${hash}"${more} }`;
const row = String.raw`"F:\Projects\","client-backups/",BlockBlob,rename,None,None`;
const dataset = (...rows: readonly string[]) => ({ 'dataset.csv': blobDatasetText(...rows) });
const driveset = (...letters: readonly string[]) => ({
  'driveset.csv': drivesetText(...letters.map((letter) => `${letter},Format,SilentMode,Encrypt,`)),
});

const sealOf = (text: string): string =>
  text.replace('\n}\n', ',\n  "Seal": "81d8c3e4ab0e83d3fbf6b3a2c1a1e8e9f4ac1d4f74a08a1e6c7b30c3e0f1d2a9"\n}\n');

/** Examples of jrmRules. */
export const jrmExamples = {
  'jrm/syntax': {
    failing: { fileName: 'job.jrm', text: textOf(sound).replace(' }],\n  "DataMapping"', ' },],\n  "DataMapping"') },
    passing: jrm(),
  },
  'jrm/missing': {
    failing: jrm({ CustomerName: undefined }),
    passing: jrm(),
  },
  'jrm/unknown': {
    failing: jrm({ SesionId: '"session#1"' }),
    passing: jrm({ SessionId: '"session#1"' }),
  },
  'jrm/type': {
    failing: jrm({ Drives: drive(', "Capacity": "2000398934016"') }),
    passing: jrm({ Drives: drive(', "Capacity": 2000398934016') }),
  },
  'jrm/date': {
    failing: jrm({ CreationDate: '"20.04.2025 18:20"' }),
    passing: jrm(),
  },
  'jrm/drive-id-duplicate': {
    failing: jrm({
      Drives: drive('').replace(
        '}]',
        `}, { "DriveId": "DriveA1", "BitLockerKey": "${key}", "VolumeLabel": "DATA02" }]`,
      ),
    }),
    passing: jrm({
      Drives: drive('').replace(
        '}]',
        `}, { "DriveId": "DriveA2", "BitLockerKey": "${key}", "VolumeLabel": "DATA02" }]`,
      ),
    }),
  },
  'jrm/drive-not-in-driveset': {
    failing: jrm({ Drives: twoDrives }, driveset('G')),
    passing: jrm({ Drives: twoDrives }, driveset('G', 'H')),
  },
  'jrm/driveset-drive-missing': {
    failing: jrm({ Drives: drive(', "DriveLetter": "G"') }, driveset('G', 'H')),
    passing: jrm({ Drives: drive(', "DriveLetter": "G"') }, driveset('G')),
  },
  'jrm/key-format': {
    failing: jrm({ Drives: drive('').replace(key, 'A1-B3-C9') }),
    passing: jrm(),
  },
  'jrm/key-checksum': {
    failing: jrm({ Drives: drive('').replace('132033', '132038') }),
    passing: jrm(),
  },
  'jrm/container-name': {
    failing: jrm({ DataMapping: mapping('Client-Backups') }),
    passing: jrm(),
  },
  'jrm/blob-type': {
    failing: jrm({ DataMapping: mapping('client-backups', 'Block') }),
    passing: jrm(),
  },
  'jrm/mapping-not-in-dataset': {
    failing: jrm({}, dataset(row.replace('Projects', 'Archive'))),
    passing: jrm({}, dataset(row)),
  },
  'jrm/checksum-format': {
    failing: jrm({ Checksums: `[${checksum('Projects\\\\report.pdf', '7a9d3a5e…')}]` }),
    passing: jrm(),
  },
  'jrm/checksum-duplicate': {
    failing: jrm({
      Checksums: `[${checksum('Projects\\\\report.pdf')}, ${checksum('Projects\\\\report.pdf', sha256.replace('7a', '7b'))}]`,
    }),
    passing: jrm({
      Checksums: `[${checksum('Projects\\\\report.pdf')}, ${checksum('Projects\\\\report.txt', sha256.replace('7a', '7b'))}]`,
    }),
  },
  'jrm/checksum-unmapped': {
    failing: jrm({ Checksums: `[${checksum('Archive\\\\report.pdf')}]` }),
    passing: jrm(),
  },
  'jrm/checksum-drive-unknown': {
    failing: jrm({ Checksums: `[${checksum('Projects\\\\report.pdf', sha256, ', "DriveId": "DriveB7"')}]` }),
    passing: jrm({ Checksums: `[${checksum('Projects\\\\report.pdf', sha256, ', "DriveId": "DriveA1"')}]` }),
  },
  'jrm/modified': {
    failing: { fileName: 'job.jrm', text: sealOf(textOf(sound)) },
    passing: jrm(),
  },
  'jrm/too-large': {
    failing: jrm({ CustomerName: `"Contoso Corporation${' and all of its branches'.repeat(90_000)}"` }),
    passing: jrm(),
  },
} satisfies ExamplesOf<typeof jrmRules>;
