import type { datasetBasePathRules } from '../rules/catalogue/datasetBasePath';
import type { ExamplesOf } from './example';
import { blobDataset } from './exampleFile';

const to = (source: string, destination: string): string => `${source},${destination},BlockBlob,rename,None,None`;
const photos = to(String.raw`"F:\Photos\"`, '"photos/"');
const ledger = to(String.raw`"F:\Backups\ledger.bak"`, '"backups/ledger.bak"');
const sound = blobDataset(photos);
const deep = Array.from({ length: 12 }, (_, index) => `Department ${index + 1} archive folder`).join('\\');

/** Examples of datasetBasePathRules. */
export const datasetBasePathExamples = {
  'dataset/base-path-required': {
    failing: blobDataset(to('', '"photos/"')),
    passing: sound,
  },
  'dataset/base-path-relative': {
    failing: blobDataset(to(String.raw`"Photos\2019\"`, '"photos/2019/"')),
    passing: blobDataset(to(String.raw`"F:\Photos\2019\"`, '"photos/2019/"')),
  },
  'dataset/base-path-wildcard': {
    failing: blobDataset(to(String.raw`"F:\Photos\*.jpg"`, '"photos/"')),
    passing: sound,
  },
  'dataset/base-path-invalid-character': {
    failing: blobDataset(to(String.raw`"F:\Photos <2019>\"`, '"photos/2019/"')),
    passing: blobDataset(to(String.raw`"F:\Photos (2019)\"`, '"photos/2019/"')),
  },
  'dataset/base-path-not-found': {
    failing: { ...blobDataset(to(String.raw`"F:\Fotos\"`, '"photos/"')), disk: { 'F:\\Photos': 'directory' } },
    passing: { ...sound, disk: { 'F:\\Photos': 'directory' } },
  },
  'dataset/base-path-kind': {
    failing: { ...blobDataset(to(String.raw`"F:\Photos"`, '"photos/"')), disk: { 'F:\\Photos': 'directory' } },
    passing: { ...sound, disk: { 'F:\\Photos': 'directory' } },
  },
  'dataset/base-path-not-normal': {
    failing: blobDataset(to(String.raw`"F:\Photos\\2019\"`, '"photos/2019/"')),
    passing: blobDataset(to(String.raw`"F:\Photos\2019\"`, '"photos/2019/"')),
  },
  'dataset/base-path-too-long': {
    failing: blobDataset(to(`"F:\\${deep}\\"`, '"archive/"')),
    passing: blobDataset(to(String.raw`"F:\Department archives\"`, '"archive/"')),
  },
  'dataset/base-path-duplicate': {
    failing: blobDataset(photos, to(String.raw`"f:\photos\"`, '"photos/"')),
    passing: blobDataset(photos, ledger),
  },
  'dataset/base-path-overlap': {
    failing: blobDataset(photos, to(String.raw`"F:\Photos\2019\"`, '"photos/2019/"')),
    passing: blobDataset(photos, to(String.raw`"F:\Photos2019\"`, '"photos2019/"')),
  },
} satisfies ExamplesOf<typeof datasetBasePathRules>;
