import type { RuleTable } from '../rule';

const valueMessages = {
  default: 'This is not a valid value for this column. Use one of: {0}.',
  case: 'This value is case-sensitive. Use {0}.',
  near: 'Use {0}.',
  missing: 'The field is empty. Use one of: {0}.',
} as const;

/** Rules of a driveset CSV. No message repeats a field's content, because in a shifted column it could be a key. */
export const drivesetRules = {
  'driveset/drive-letter': {
    severity: 'error',
    summary: 'DriveLetter is not a single letter from A to Z.',
    messages: {
      default:
        'DriveLetter must be one letter from A to Z. A folder on which a volume is mounted is not accepted: assign a letter to the drive.',
      missing: 'DriveLetter is empty. Enter the letter of the drive.',
      punctuation: 'DriveLetter must be the letter alone. Use {0}.',
    },
    explanation: 'The tool adds the colon itself. A volume that is mounted on a folder needs a drive letter first.',
    fixable: true,
  },
  'driveset/drive-letter-duplicate': {
    severity: 'error',
    summary: 'Two records name the same drive.',
    messages: { default: 'Line {0} already names this drive. Remove one of the two, or correct the letter.' },
    explanation: 'A drive is prepared only once in a session. Drive letters are not case-sensitive.',
    fixable: false,
  },
  'driveset/drive-letter-system': {
    severity: 'warning',
    summary: 'DriveLetter is C, which is usually the drive of Windows itself.',
    messages: {
      default: 'C is usually the drive that Windows runs from. Enter the letter of the drive that will be shipped.',
    },
    explanation: 'A target drive is formatted or filled up, and then shipped.',
    fixable: false,
  },
  'driveset/too-many-drives': {
    severity: 'error',
    summary: 'The driveset names more drives than one run or one job can take.',
    messages: {
      default:
        'There are {0} drives, but one run of the tool takes at most 25. Move the drives from here on to a separate driveset.',
      job: {
        text: 'There are {0} drives, but one import job takes at most 10: they must be shipped as {1} jobs.',
        severity: 'information',
      },
      'run-of-several':
        'Together with the preceding drivesets, there are {0} drives, but one run of the tool takes at most 25. Prepare the drives from here on in a separate run.',
      'job-of-several': {
        text: 'Together with the preceding drivesets, there are {0} drives, but one import job takes at most 10: they must be shipped as {1} jobs.',
        severity: 'information',
      },
    },
    explanation:
      'All drivesets of a job count together. One run of the tool prepares up to 25 drives. A job in the portal takes 10; the drives of one run can be divided among several jobs.',
    fixable: false,
  },
  'driveset/format-option': {
    severity: 'error',
    summary: 'The value of FormatOption is not valid.',
    messages: valueMessages,
    explanation: '`Format` erases the drive and formats it with NTFS; `AlreadyFormatted` leaves it as it is.',
    fixable: true,
  },
  'driveset/silent-option': {
    severity: 'error',
    summary: 'The value of SilentOrPromptOnFormat is not valid.',
    messages: {
      ...valueMessages,
      missing:
        'The field is empty, and the tool stops with "Incorrect value for SilentOrPromptOnFormat: none". Use one of: {0}.',
    },
    explanation:
      '`SilentMode` formats without asking; `PromptOnFormat` asks first. The field must not be empty, even if nothing is formatted.',
    fixable: true,
  },
  'driveset/encryption': {
    severity: 'error',
    summary: 'The value of Encryption is not valid.',
    messages: valueMessages,
    explanation:
      '`Encrypt` makes the tool encrypt the drive with BitLocker; `AlreadyEncrypted` requires the key of the drive in ExistingBitLockerKey.',
    fixable: true,
  },
  'driveset/format-needs-encrypt': {
    severity: 'error',
    summary: 'A drive is formatted but not encrypted.',
    messages: {
      default:
        'The tool stops with "When Format is specified, Encrypt must also be specified". Use Encrypt, or use AlreadyFormatted for a drive that keeps its content.',
    },
    explanation:
      'Formatting removes the encryption along with everything else, so a formatted drive must be encrypted again.',
    fixable: true,
  },
  'driveset/key-required': {
    severity: 'error',
    summary: 'A drive is already encrypted, but its key is missing.',
    messages: {
      default:
        'The drive is AlreadyEncrypted, so its BitLocker recovery key is required here: 8 groups of 6 digits, joined by hyphens.',
    },
    explanation:
      'Without the key, neither the tool nor the data centre can open the drive. On Windows, `manage-bde -protectors -get G:` shows it.',
    fixable: false,
  },
  'driveset/key-not-allowed': {
    severity: 'error',
    summary: 'A key is given for a drive that the tool encrypts itself.',
    messages: {
      default:
        'The tool stops with "BitLocker Key should not be specified": with Encrypt, it creates the key itself. Remove the key, or use AlreadyEncrypted for a drive that has this key.',
    },
    explanation:
      'With `Encrypt`, the drive gets a new key, which is written to the journal. An existing key is only used with `AlreadyEncrypted`.',
    fixable: true,
  },
  'driveset/key-format': {
    severity: 'error',
    summary: 'The key is not 8 groups of 6 digits.',
    messages: {
      'group-count': 'A BitLocker recovery key has 8 groups of digits, joined by hyphens; this one has {0}.',
      'group-length': 'Group {0} of the key has {1} digits. Each group must have 6.',
      character: 'Group {0} of the key contains something that is not a digit. Use only digits.',
      external:
        'This is an external key in base64, but the tool expects the numerical password here: 8 groups of 6 digits, as shown by "manage-bde -protectors -get".',
      'not-a-key': 'This is too long for a BitLocker recovery key. Use 8 groups of 6 digits, joined by hyphens.',
      separator: 'The groups of a key must be joined by hyphens. Put "-" between them.',
    },
    explanation:
      'The key is the *recovery password* that BitLocker shows or prints: 48 digits in 8 groups, such as `060456-014509-…`. It is neither the password that a user types nor the identifier in braces.',
    fixable: true,
  },
  'driveset/key-checksum': {
    severity: 'error',
    summary: 'A group of the key is mistyped.',
    messages: {
      default: 'Group {0} of the key is mistyped: each group is a multiple of 11. Compare it with the original.',
      'too-large': 'Group {0} of the key is mistyped: no group is above 720885. Compare it with the original.',
      placeholder:
        'No drive can have any of the groups of this key: the key is a placeholder or invented. Enter the key of the drive.',
    },
    explanation:
      'Each group is 11 times a 16-bit number, so it is divisible by 11 and at most 720885. One wrong digit, or two swapped digits, break this rule, so the mistake can be found without the drive.',
    fixable: false,
  },
  'driveset/key-duplicate': {
    severity: 'warning',
    summary: 'Two drives have the same key.',
    messages: {
      default:
        'Line {0} has the same key. BitLocker creates a separate key for each drive: check which of the two this key belongs to.',
      driveset:
        'Line {0} of {1} has the same key. BitLocker creates a separate key for each drive: check which of the two this key belongs to.',
    },
    explanation:
      'All drivesets of a job are compared. Keys are random, so two drives have the same key only if it was set by hand or copied to the wrong line.',
    fixable: false,
  },
  'driveset/key-in-repository': {
    severity: 'warning',
    summary: 'The file contains a key and is tracked by git.',
    messages: {
      default:
        'This file is tracked by git, so everyone who can read the repository has the key. Add the file to .gitignore and remove it from the index with "git rm --cached".',
    },
    explanation:
      'The key opens the drive. Once committed, it stays in the history; if others can read the repository, encrypt the drive with a new key.',
    fixable: false,
  },
} as const satisfies RuleTable;
