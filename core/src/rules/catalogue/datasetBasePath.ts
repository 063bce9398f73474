import type { RuleTable } from '../rule';

/** Rules of the column BasePath. */
export const datasetBasePathRules = {
  'dataset/base-path-required': {
    severity: 'error',
    summary: 'BasePath is empty.',
    messages: {
      default: String.raw`BasePath is empty. Enter the directory or the file to copy, such as F:\Photos\ or F:\ledger.bak.`,
    },
    explanation: 'A record without a source copies nothing, and the tool refuses the file.',
    fixable: false,
  },
  'dataset/base-path-relative': {
    severity: 'error',
    summary: 'BasePath is not an absolute path.',
    messages: {
      default: String.raw`BasePath is relative. Enter the full path, starting with the drive letter (F:\Photos\) or the server (\\server\share\Photos\).`,
      'drive-relative': String.raw`Without a backslash after the colon, BasePath is relative to the drive's current directory. Use {0}:\.`,
      rooted: String.raw`BasePath does not name a drive. Begin it with the drive letter, such as F:\Photos\.`,
      'unc-incomplete': String.raw`A UNC path needs a server and a share. Enter \\server\share\ followed by the directory or the file.`,
      device: String.raw`The prefix {0} is not supported. Enter the path without it, such as F:\Photos\.`,
      'forward-slash': 'Paths use backslashes here. Use "\\" instead of "/".',
      native: String.raw`BasePath is a path for a different operating system. Use a Windows path, such as F:\Photos\ or \\server\share\Photos\.`,
    },
    explanation: String.raw`The tool resolves a relative path against the directory it was started from, which is rarely the intended one. Use ${'`'}X:\…${'`'} or ${'`'}\\server\share\…${'`'}. On Linux and macOS, where Sneakernet's own runner prepares the drives, a native absolute path is accepted too.`,
    fixable: true,
  },
  'dataset/base-path-wildcard': {
    severity: 'error',
    summary: 'BasePath contains a wildcard.',
    messages: {
      default:
        'BasePath does not support the wildcard {0}. Name the directory, which is copied as a whole, or add one record for each file.',
    },
    explanation: String.raw`${'`'}F:\Photos\*.jpg${'`'} is read as the name of a single file, which cannot exist. A directory is always copied with everything below it.`,
    fixable: false,
  },
  'dataset/base-path-invalid-character': {
    severity: 'error',
    summary: 'BasePath contains a character or a name that is not allowed in a Windows path.',
    messages: {
      default: 'A Windows path cannot contain {0}. Remove it.',
      'reserved-name':
        '{0} is the name of a device, so no Windows file or directory can have that name. Check the path.',
    },
    explanation:
      'Windows does not allow `<`, `>`, `"`, `|`, tabs and line ends in file names, nor a colon anywhere but after the drive letter. Names such as `CON` and `NUL` are reserved for devices. A path that contains one of these cannot exist.',
    fixable: false,
  },
  'dataset/base-path-not-found': {
    severity: 'warning',
    summary: 'BasePath does not exist on this machine.',
    messages: {
      default:
        'Nothing exists at this path on this machine. Correct the path, or check that the drive or share is connected.',
    },
    explanation:
      'The check runs on the machine where the editor runs. If the drives are prepared on another machine, you can turn this warning off with the severity setting of the rule.',
    fixable: false,
  },
  'dataset/base-path-kind': {
    severity: 'warning',
    summary: 'The path of a directory lacks its trailing backslash, or the path of a file has one.',
    messages: {
      directory:
        'This is a directory, but without a trailing separator the tool treats it as a file. Add {0} at the end.',
      file: 'This is a file, but because of the trailing separator the tool treats it as a directory. Remove {0}.',
    },
    explanation:
      'The tool looks only at the last character of BasePath to decide whether it is a directory, whatever is on the disk.',
    fixable: true,
  },
  // {0}: the path in its normal form. Span: the first superfluous separator or name.
  'dataset/base-path-not-normal': {
    severity: 'warning',
    summary: 'BasePath contains separators or names that have no effect.',
    messages: { default: 'The path contains ".", ".." or an extra separator. Use {0}.' },
    explanation:
      '`F:\\Photos\\\\2019\\` and `F:\\Photos\\.\\2019\\` are other spellings of `F:\\Photos\\2019\\`. The names on the drive are made from the path as it is written here, and two spellings of one source are easily overlooked. They count as one source when records are compared.',
    fixable: true,
  },
  'dataset/base-path-too-long': {
    severity: 'warning',
    summary: 'BasePath is longer than 256 characters.',
    messages: {
      default:
        'The path has {0} characters; the tool reads at most 256 unless the machine is set up for long paths. Start from a directory higher up, or give the directory its own drive letter with "subst".',
    },
    explanation:
      'Unless the machine that prepares the drives supports long paths, files with longer paths cannot be read.',
    fixable: false,
  },
  // {0}: the other record's line, one-based. Span: BasePath. Related: the other record's BasePath.
  'dataset/base-path-duplicate': {
    severity: 'error',
    summary: 'The same source goes to the same destination twice.',
    messages: {
      default: 'Line {0} already copies this source to this destination. Remove one of the two.',
      // {0} as above, {1}: the other dataset's file name.
      dataset: 'Line {0} of {1} already copies this source to this destination. Remove one of the two.',
    },
    explanation:
      'The data would be put on the drives twice, and the second copy would be renamed, skipped or written over the first. Windows paths are not case-sensitive.',
    fixable: false,
  },
  // {0}: the other record's line, one-based; {1}: its BasePath. Span: the inner BasePath. Related: the outer one.
  'dataset/base-path-overlap': {
    severity: 'warning',
    summary: 'A directory of one record contains the source of another.',
    messages: {
      default:
        'Line {0} already copies {1} with everything below it, so this source is copied twice. Remove this record, or name the directories below {1} one by one.',
      // {0} and {1} as above, {2}: the other dataset's file name.
      dataset:
        'Line {0} of {2} already copies {1} with everything below it, so this source is copied twice. Remove this record, or name the directories below {1} one by one.',
    },
    explanation:
      'Directories are copied with everything below them. Files that are covered by two records go onto the drives twice and take twice the space. Keep only the record of the parent directory. The fix removes a record if the directory brings its files to exactly the same place; if they go elsewhere, you must decide which copy to keep.',
    fixable: true,
  },
} as const satisfies RuleTable;
