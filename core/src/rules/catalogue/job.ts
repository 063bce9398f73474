import type { RuleTable } from '../rule';

/** Problems that only appear when the files of a job are read together. */
export const jobRules = {
  // {0}: the drive letter, {1}: the driveset's file name, {2}: its line, one-based. Span: BasePath. Related: the drive.
  'job/source-on-formatted-drive': {
    severity: 'error',
    summary: 'A source is on a drive that the job formats.',
    messages: {
      default:
        'This source is on drive {0}, which {1} formats in line {2}: it would be erased before it is copied. Move the data, or use another drive.',
    },
    explanation: 'Drives are formatted before anything is copied.',
    fixable: false,
  },
  // As above.
  'job/source-on-target-drive': {
    severity: 'warning',
    summary: 'A source is on a drive that the job copies to.',
    messages: {
      default:
        'This source is on drive {0}, which {1} names as a target in line {2}. Check the letter: the data would be copied onto its own drive.',
    },
    explanation: 'The data takes its space twice, and the original is shipped with the drive.',
    fixable: false,
  },
  // As above. Span: the value of "journal".
  'job/journal-on-target-drive': {
    severity: 'error',
    summary: 'The journal is on a drive that will be shipped.',
    messages: {
      default:
        'The journal is on drive {0}, which {1} names as a target in line {2}. Use a path on another drive: the journal is needed to create the job and to resume.',
    },
    explanation:
      'A journal on a target drive is erased when the drive is formatted, or shipped with it. Without the journal, nothing can be resumed, and the portal has nothing to create the job from.',
    fixable: false,
  },
  // too-short and too-long: {0} the number of characters; character: {0} the character; empty: none. Span: the value of
  // "sessionId".
  'job/session-id': {
    severity: 'error',
    summary: 'The tool does not accept the session id.',
    messages: {
      empty: 'The session id is empty. Use 3 to 30 letters, digits, "_", "-" or "#".',
      'too-short': 'The session id has {0} characters. Use at least 3.',
      'too-long': 'The session id has {0} characters. Use at most 30.',
      character: 'A session id cannot contain {0}. Use letters, digits, "_", "-" or "#".',
    },
    explanation:
      'The id is also the name of the directory on the drive that the session copies to. It has 3 to 30 characters: letters, digits, `_`, `-` or `#`.',
    fixable: false,
  },
  // default: {0} the size of the data, {1} the capacity of the drives, {2} the remaining size, {3} how many more drives
  // are needed. file: {0} the file, {1} its size, {2} the largest drive.
  'job/capacity': {
    severity: 'error',
    summary: 'The data does not fit on the drives.',
    messages: {
      default:
        'The data needs {0} on the drives, which hold {1}: {2} do not fit. Add {3} to the driveset, or use larger drives.',
      file: 'The file {0} needs {1}, more than the largest drive holds ({2}). Use a larger drive: a file cannot be split across two.',
    },
    explanation:
      'A drive holds less data than its stated capacity: the file system, its index, the encryption and the manifest need space, and a file takes whole clusters. `sneakernet plan` shows how the data is spread. A job has at most 10 drives; if there are more, create several jobs from the drives of one run.',
    fixable: false,
  },
  // {0}: the size; {1}: the limit.
  'job/journal-size': {
    severity: 'warning',
    summary: 'The journal will be larger than the portal accepts.',
    messages: {
      default:
        'The journal will be about {0}, but the portal accepts only {1}. Upload the drive information file <DriveId>.xml of each drive instead.',
    },
    explanation:
      'The portal accepts journals of up to 2 MB. The journal grows by a few hundred bytes with every session and every drive, whatever they contain; one that another program wrote may be larger. The drive information file, which the runner writes beside it for every drive, gives the same information about the drive in a few lines.',
    fixable: false,
  },
  // {0}: the name as written. Span: the name.
  'job/file-missing': {
    severity: 'error',
    summary: 'The job names a file that does not exist.',
    messages: {
      default: 'There is no file {0} in the folder of this job. Correct the name, or create the file.',
      outside:
        '{0} is not in the folder of this job and is not read. Move the file into the folder, and enter its path relative to the folder.',
    },
    explanation:
      'The datasets and drivesets that `job.json` names are looked for in its own folder and in the folders below it. A file that is not found is not checked with the others, and a preparation would stop. Nothing outside the folder is read, so that a job can be moved as a whole.',
    fixable: false,
  },
  // {0}: the drive letter, {1}: the other driveset's file name, {2}: its line, one-based. Span: DriveLetter. Related:
  // the other drive.
  'job/drive-letter-duplicate': {
    severity: 'error',
    summary: 'Two drivesets of a job name the same drive.',
    messages: { default: '{1} already names drive {0} in line {2}. Remove one of the two, or correct the letter.' },
    explanation: 'All drivesets of a job are read together. A drive is prepared only once in a session.',
    fixable: false,
  },
  // default: {0} names of files. many: {0} how many, {1} the first of them.
  'job/not-compared': {
    severity: 'information',
    summary: 'Files of the job are not compared with each other.',
    messages: {
      default:
        'This dataset is not compared with {0}, because only tables of up to 4 MiB are compared. Records that are repeated across them are not found.',
      many: 'The folder has {0} more tables than are checked, from {1} on. List the tables of the job in job.json.',
    },
    explanation:
      'The datasets of a job are compared to find sources that are copied twice and destinations that are written twice. In a folder with very many tables, only those that `job.json` names and the first ones by name are considered.',
    fixable: false,
  },
  // Span: where the syntax is wrong.
  'job/syntax': {
    severity: 'error',
    summary: 'A job.json or sneakernet.json is not valid JSON.',
    messages: {
      default: 'This is not JSON. Correct it, or remove it.',
      comma: 'A comma is missing before this. Add one.',
      colon: 'A colon is missing after this name. Add one.',
      value: 'A value is missing here. Add one.',
      name: 'A name in double quotes is missing here. Add one.',
      brace: 'The closing brace is missing. Add it.',
      bracket: 'The list is not closed. Add "]".',
      quote: 'This string is not closed. Add a double quote at its end.',
      'too-large': 'This file is larger than 1 MiB and is not read. Remove what does not belong in it.',
      'too-deep': 'This file is nested too deeply and is not read. Remove what does not belong in it.',
    },
    explanation:
      'Whatever can be read of the file still applies; what follows the mistake may be lost. Comments and a comma at the end of a list are allowed.',
    fixable: false,
  },
  // {0}: the name as written; near: {1} the known one. Span: the name.
  'job/unknown': {
    severity: 'warning',
    summary: 'A job.json or sneakernet.json has an unknown member, or names an unknown rule.',
    messages: {
      member: '"{0}" is not recognized here and has no effect. Remove it, or correct the name.',
      'member-near': '"{0}" is not recognized here and has no effect. Use "{1}".',
      rule: 'There is no rule "{0}", so this has no effect. Remove it, or correct the code.',
      'rule-near': 'There is no rule "{0}", so this has no effect. Use "{1}".',
    },
    explanation: 'A misspelt name has the same effect as a missing one: its value is ignored.',
    fixable: false,
  },
  // value: {0} as written, {1} what is allowed; missing: {0} the member. Span: the value.
  'job/type': {
    severity: 'error',
    summary: 'A value in job.json or sneakernet.json has the wrong type.',
    messages: {
      string: 'This must be a string in double quotes. It has no effect as it is.',
      array: 'This must be a list in brackets. It has no effect as it is.',
      object: 'This must be an object in braces. It has no effect as it is.',
      boolean: 'This must be true or false, without quotes. It has no effect as it is.',
      value: '"{0}" has no effect here. Use one of: {1}.',
      empty: 'This string is empty. Enter the value, or remove the member.',
      missing: 'The member "{0}" is missing here. Add it.',
    },
    explanation: 'A value of the wrong type is ignored, as if it were missing.',
    fixable: false,
  },
} as const satisfies RuleTable;
