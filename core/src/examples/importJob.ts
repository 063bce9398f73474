import type { importJobRules } from '../rules/catalogue/importJob';
import type { Example, ExamplesOf } from './example';
import { fileText } from './exampleFile';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const hash = 'D863FE44F861AE0DA4DCEAEEFFCCCE68';

const journal = fileText(
  '[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord]',
  'ActivityId: DriveInfo',
  'DriveState: [BeginValue]',
  `<Drive><DriveId>WD-1</DriveId><BitLockerKey>${key}</BitLockerKey><ManifestFile>\\DriveManifest.xml</ManifestFile><ManifestHash>${hash}</ManifestHash></Drive>`,
  '[EndValue]',
  '[EndUpdateRecord]',
);

interface Drive {
  readonly driveId?: string;
  readonly bitLockerKey?: string;
  readonly manifestFile?: string;
  readonly manifestHash?: string;
}

const sound: Drive = { driveId: 'WD-1', bitLockerKey: key, manifestFile: '\\DriveManifest.xml', manifestHash: hash };

const job = (changed: Drive = {}, text = journal): Example => ({
  fileName: 'import-job.json',
  text: `${JSON.stringify({ location: 'westeurope', properties: { jobType: 'Import', driveList: [{ ...sound, ...changed }] } }, undefined, 2)}\n`,
  siblings: { 'job.jrn': text },
});

/** Examples of importJobRules. */
export const importJobExamples = {
  'import-job/drive': {
    failing: job({ driveId: 'WD-2' }),
    passing: job(),
  },
  'import-job/drive-missing': {
    failing: job({}, journal + journal.replace('WD-1', 'WD-2')),
    passing: job(),
  },
  'import-job/key': {
    failing: job({ bitLockerKey: '699732-014509-132033-080300-252615-584177-672089-411631' }),
    passing: job(),
  },
  'import-job/manifest-file': {
    failing: job({ manifestFile: '\\Manifest.xml' }),
    passing: job(),
  },
  'import-job/manifest-hash': {
    failing: job({ manifestHash: '0'.repeat(32) }),
    passing: job(),
  },
} satisfies ExamplesOf<typeof importJobRules>;
