import type { RuleTable } from '../rule';

const source =
  'The journal beside the file is what the runner wrote when it prepared the drives, and what the portal would have read.';

/**
 * Rules for files that create an import job without the portal: the body of a REST call, a template, or a command line
 * of `az import-export`.
 */
export const importJobRules = {
  // {0}: the drive's id.
  'import-job/drive': {
    severity: 'error',
    summary: 'An import job names a drive that is not in its journal, or does not name any drive.',
    messages: {
      default:
        'The journal beside this file has no drive {0}. Use the id given in the journal: the serial number of the drive.',
      missing: 'A drive has no id here. Enter its serial number, as given in the journal.',
      duplicate: 'Drive {0} appears here twice. Remove one of the two.',
    },
    explanation: `The service looks for the drive by its serial number. A drive that it does not find in the job is not imported. ${source}`,
    fixable: true,
  },
  // {0}: the drive's id.
  'import-job/drive-missing': {
    severity: 'warning',
    summary: 'A drive of the journal is not in any import job of the file.',
    messages: {
      default: 'Drive {0} of the journal is not in this import job. Add it, or ship it with a separate job.',
    },
    explanation: `A job takes up to ten drives. A drive that arrives without being part of a job is not imported. ${source}`,
    fixable: false,
  },
  // default: {0} the drive's id; key-group: {0} the numbers of the groups.
  'import-job/key': {
    severity: 'error',
    summary: 'The BitLocker key of a drive in an import job differs from the one in the journal.',
    messages: {
      default: 'The journal beside this file has a different key for drive {0}. Copy it from there.',
      missing: 'A drive has no BitLocker key here and cannot be unlocked without one. Copy it from the journal.',
      'key-shape': 'A BitLocker key must be 8 groups of 6 digits joined by hyphens, or an external key in base64.',
      'key-group':
        'The BitLocker key is mistyped in group {0}: each group must be a multiple of 11 and at most 720885.',
    },
    explanation: `With a wrong key, the drive stays locked in the data centre and comes back as it is. A key is a secret: keep the file to yourself, and do not put a key on a command line, which the shell remembers. ${source}`,
    fixable: true,
  },
  // {0}: the drive's id.
  'import-job/manifest-file': {
    severity: 'error',
    summary: 'An import job names a different manifest from the one in the journal.',
    messages: {
      default: 'The journal beside this file names a different manifest for drive {0}. Copy it from there.',
      missing: 'A drive has no manifest here. Enter the path of its manifest on the drive, as given in the journal.',
    },
    explanation: `The manifest says what is on the drive and where it goes. The path is the one on the drive, without a drive letter. ${source}`,
    fixable: true,
  },
  // {0}: the drive's id.
  'import-job/manifest-hash': {
    severity: 'error',
    summary: 'The manifest hash in an import job differs from the one in the journal.',
    messages: {
      default: 'The journal beside this file has a different hash for the manifest of drive {0}. Copy it from there.',
      missing: 'A drive has no manifest hash here. Copy it from the journal.',
      shape: 'The hash of a manifest must be its MD5: 32 hexadecimal digits.',
    },
    explanation: `The service refuses a drive if the hash of its manifest does not match the one in the job. ${source}`,
    fixable: true,
  },
} as const satisfies RuleTable;
