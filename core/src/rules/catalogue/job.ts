import type { Example, RuleTable } from '../rule';
import { blobDatasetText, drivesetText } from './exampleFile';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const photos = (drive: string): string => blobDatasetText(String.raw`"${drive}:\Photos\","photos/",BlockBlob,rename,None,None`);
const archive = String.raw`"F:\Archive\","archive/",BlockBlob,rename,None,None`;
const formatted = drivesetText('H,Format,SilentMode,Encrypt,');
const encrypted = drivesetText(`G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`);

const dataset = (text: string, drives: string): Example => ({ fileName: 'dataset.csv', text, siblings: { 'driveset.csv': drives } });
const job = (journal: string, sessionId: string): Example => ({
  fileName: 'job.json',
  text: `${JSON.stringify({ dataset: ['dataset.csv'], driveset: ['driveset.csv'], journal, sessionId }, null, 2)}\n`,
  siblings: { 'dataset.csv': photos('F'), 'driveset.csv': formatted },
});
const journal = String.raw`C:\jobs\job1.jrn`;

/** What only shows when the files of a job are read together. */
export const jobRules = {
  // {0}: the drive letter, {1}: the driveset's file name, {2}: its line, one-based. Span: BasePath. Related: the drive.
  'job/source-on-formatted-drive': {
    severity: 'error',
    summary: 'A source lies on a drive that the job formats.',
    messages: { default: 'This source lies on drive {0}, which {1} formats in line {2}: it would be erased before it is copied. Move the data, or write another drive.' },
    explanation: 'Drives are formatted before anything is copied.',
    fixable: false,
    failing: dataset(photos('H'), formatted),
    passing: dataset(photos('F'), formatted),
  },
  // As above.
  'job/source-on-target-drive': {
    severity: 'warning',
    summary: 'A source lies on a drive that the job copies to.',
    messages: { default: 'This source lies on drive {0}, which {1} names as a target in line {2}. Check the letter: the data would be copied onto its own drive.' },
    explanation: 'The data takes its space twice, and the original is shipped with the drive.',
    fixable: false,
    failing: dataset(photos('G'), encrypted),
    passing: dataset(photos('F'), encrypted),
  },
  // As above. Span: the value of "journal".
  'job/journal-on-target-drive': {
    severity: 'error',
    summary: 'The journal lies on a drive that is shipped.',
    messages: { default: 'The journal lies on drive {0}, which {1} names as a target in line {2}. Write a path on another drive: the journal is needed to create the job, and to resume.' },
    explanation: 'A journal on a target drive is erased when the drive is formatted, or leaves the house with it. Without the journal nothing can be resumed, and the portal has nothing to create the job from.',
    fixable: false,
    failing: job(String.raw`H:\job1.jrn`, 'session#1'),
    passing: job(journal, 'session#1'),
  },
  // too-short and too-long: {0} the number of characters; character: {0} the character; empty: none. Span: the value of "sessionId".
  'job/session-id': {
    severity: 'error',
    summary: 'The session id is not one that the tool accepts.',
    messages: {
      empty: 'The session id is empty. Write 3 to 30 letters, digits, "_", "-" or "#".',
      'too-short': 'The session id has {0} characters. Write at least 3.',
      'too-long': 'The session id has {0} characters. Write at most 30.',
      character: 'A session id cannot hold {0}. Write letters, digits, "_", "-" or "#".',
    },
    explanation: 'The id is also the name of the directory on the drive that the session copies to. It has 3 to 30 letters, digits, `_`, `-` or `#`.',
    fixable: false,
    failing: job(journal, 'session 1'),
    passing: job(journal, 'session#1'),
  },
  // default: {0} the size of the data, {1} what the drives hold, {2} what is left over, {3} how many drives more. file: {0} the file, {1} its size, {2} the largest drive.
  'job/capacity': {
    severity: 'error',
    summary: 'The data does not fit the drives.',
    messages: {
      default: 'The data takes {0} on the drives, which hold {1}: {2} are left over. Add {3} to the driveset, or larger ones.',
      file: 'The file {0} takes {1}, more than the largest drive holds ({2}). Use a larger drive: a file cannot be split over two.',
    },
    explanation:
      'What a drive holds for data is less than what is printed on it: the file system, its index, the encryption and the manifest take their part, and a file takes whole clusters. `sneakernet plan` shows how the data is spread. A job has at most 10 drives; for more, several jobs are created from the drives of one run.',
    fixable: false,
    failing: { ...dataset(blobDatasetText(archive), formatted), disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 }, capacity: { H: 150_000_000 } },
    passing: { ...dataset(blobDatasetText(archive), formatted), disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 }, capacity: { H: 300_000_000 } },
  },
  // {0}: the size; {1}: the limit.
  'job/journal-size': {
    severity: 'warning',
    summary: 'The journal will be larger than the portal accepts.',
    messages: { default: 'The journal will have about {0}, and the portal takes {1}. Upload the drive information file <DriveId>.xml of each drive in its place.' },
    explanation:
      'The portal takes journals of up to 2 MB. The journal grows by some hundred bytes with every session and every drive, whatever is on them; one that another program wrote may hold more. The drive information file, which the runner writes beside it for every drive, says the same about the drive in a few lines.',
    fixable: false,
    failing: { ...dataset(blobDatasetText(archive), formatted), disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 }, capacity: { H: 500_000_000_000 }, journal: 2_000_000 },
    passing: { ...dataset(blobDatasetText(archive), formatted), disk: { 'F:\\Archive': 'directory', 'F:\\Archive\\disk.img': 200_000_000 }, capacity: { H: 500_000_000_000 } },
  },
} as const satisfies RuleTable;
