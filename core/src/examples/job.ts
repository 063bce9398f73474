import type { jobRules } from '../rules/catalogue/job';
import type { Example, ExamplesOf } from './example';
import { blobDatasetText, drivesetText } from './exampleFile';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const photos = (drive: string): string =>
  blobDatasetText(String.raw`"${drive}:\Photos\","photos/",BlockBlob,rename,None,None`);
const archive = String.raw`"F:\Archive\","archive/",BlockBlob,rename,None,None`;
const formatted = drivesetText('H,Format,SilentMode,Encrypt,');
const encrypted = drivesetText(`G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`);

const dataset = (text: string, drives: string): Example => ({
  fileName: 'dataset.csv',
  text,
  siblings: { 'driveset.csv': drives },
});
const job = (journal: string, sessionId: string): Example => ({
  fileName: 'job.json',
  text: `${JSON.stringify({ dataset: ['dataset.csv'], driveset: ['driveset.csv'], journal, sessionId }, null, 2)}\n`,
  siblings: { 'dataset.csv': photos('F'), 'driveset.csv': formatted },
});
const journal = String.raw`C:\jobs\job1.jrn`;

/** Examples of jobRules. */
export const jobExamples = {
  'job/source-on-formatted-drive': {
    failing: dataset(photos('H'), formatted),
    passing: dataset(photos('F'), formatted),
  },
  'job/source-on-target-drive': {
    failing: dataset(photos('G'), encrypted),
    passing: dataset(photos('F'), encrypted),
  },
  'job/journal-on-target-drive': {
    failing: job(String.raw`H:\job1.jrn`, 'session#1'),
    passing: job(journal, 'session#1'),
  },
  'job/session-id': {
    failing: job(journal, 'session 1'),
    passing: job(journal, 'session#1'),
  },
  'job/capacity': {
    failing: {
      ...dataset(blobDatasetText(archive), formatted),
      disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 },
      capacity: { H: 150_000_000 },
    },
    passing: {
      ...dataset(blobDatasetText(archive), formatted),
      disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 },
      capacity: { H: 300_000_000 },
    },
  },
  'job/journal-size': {
    failing: {
      ...dataset(blobDatasetText(archive), formatted),
      disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 },
      capacity: { H: 500_000_000_000 },
      journal: 2_000_000,
    },
    passing: {
      ...dataset(blobDatasetText(archive), formatted),
      disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 },
      capacity: { H: 500_000_000_000 },
    },
  },
  'job/file-missing': {
    failing: { ...job(journal, 'session#1'), siblings: { 'dataset.csv': photos('F') } },
    passing: job(journal, 'session#1'),
  },
  'job/drive-letter-duplicate': {
    failing: { fileName: 'driveset.csv', text: formatted, siblings: { 'drives.csv': formatted } },
    passing: { fileName: 'driveset.csv', text: formatted, siblings: { 'drives.csv': encrypted } },
  },
  'job/not-compared': {
    failing: { fileName: 'dataset.csv', text: photos('F'), siblings: { 'large.csv': blobDatasetText('…') } },
    passing: dataset(photos('F'), formatted),
  },
  'job/syntax': {
    failing: {
      fileName: 'job.json',
      text: '{ "dataset": ["dataset.csv"] "driveset": ["driveset.csv"] }\n',
      siblings: { 'dataset.csv': photos('F'), 'driveset.csv': formatted },
    },
    passing: job(journal, 'session#1'),
  },
  'job/unknown': {
    failing: {
      fileName: 'job.json',
      text: '{ "datset": [], "driveset": ["driveset.csv"] }\n',
      siblings: { 'driveset.csv': formatted },
    },
    passing: job(journal, 'session#1'),
  },
  'job/type': {
    failing: {
      fileName: 'job.json',
      text: '{ "dataset": ["dataset.csv"], "driveset": ["driveset.csv"], "dialect": "file" }\n',
      siblings: { 'dataset.csv': photos('F'), 'driveset.csv': formatted },
    },
    passing: job(journal, 'session#1'),
  },
} satisfies ExamplesOf<typeof jobRules>;
