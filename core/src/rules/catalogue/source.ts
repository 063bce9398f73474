import type { RuleTable } from '../rule';

const skipped = 'The rest of the record is copied.';

/**
 * Rules of the files that a dataset's records name. Only the runner reads whole directories, so only it can check their
 * files; a finding is placed at the record and names the path.
 */
export const sourceRules = {
  'source/not-found': {
    severity: 'error',
    summary: 'The source of a record does not exist on this machine.',
    messages: {
      default: 'Nothing exists at this path. Correct BasePath, or connect the drive.',
      unmapped:
        'This is a path from another kind of system. Specify where it is on this machine: --map "{0}=/directory".',
      'side-file': 'Nothing exists at the path in {0}. Correct the path, or use None.',
      'side-file-unmapped':
        'The path in {0} is from another kind of system. Specify where it is on this machine: --map "{1}=/directory".',
    },
    explanation:
      'The editor only warns about a path that it cannot find (`dataset/base-path-not-found`), because the data may be on another machine. The runner reads the data, so it stops before it touches a drive. On other systems, `--map` or `pathMap` in `sneakernet.json` says where Windows paths are.',
    fixable: false,
  },
  'source/unreadable': {
    severity: 'error',
    summary: 'A source file or directory cannot be read.',
    messages: {
      default: 'It cannot be read: {0}',
      'side-file': 'The file in {0} cannot be read: {1}',
      'side-file-too-large':
        'The file in {0} has {1} bytes. A metadata or properties file holds 8 KB or a little more. Check the path.',
      vanished:
        'It existed when its directory was read, but is gone now. Run the command again when nothing is changing the data.',
    },
    explanation:
      'A file that cannot be read would be missing on the drive. Give yourself permission to read it, or exclude it by using more specific records.',
    fixable: false,
  },
  'source/symbolic-link': {
    severity: 'warning',
    summary: 'A symbolic link is not copied.',
    messages: {
      default: 'A symbolic link is not copied. Name its target in a separate record, or run with --follow-symlinks.',
      dangling:
        'The target of this symbolic link does not exist, so nothing is copied. Correct the link, or remove it.',
      loop: 'This symbolic link leads back to a directory that contains it, so it is not followed.',
    },
    explanation: `A blob cannot be a link, and a link can lead anywhere: out of the directory, to another disk, or in a circle. With \`--follow-symlinks\`, the target of a link is copied under the name of the link. ${skipped}`,
    fixable: false,
  },
  'source/special-file': {
    severity: 'warning',
    summary: 'A pipe, socket or device is not copied.',
    messages: { default: 'This is {0}, which has no contents to copy. It is skipped.' },
    explanation: `Pipes, sockets and devices lead to programs and hardware; they contain no data to copy. ${skipped}`,
    fixable: false,
  },
  'source/name-encoding': {
    severity: 'error',
    summary: 'A file name is not valid UTF-8.',
    messages: { default: 'The name is not valid UTF-8 (Unicode on Windows), so no blob can have it. Rename it.' },
    explanation:
      'Linux file systems accept any bytes as a name, but blob names and NTFS use Unicode. `convmv` renames whole trees from an older encoding.',
    fixable: false,
  },
  // The arguments are those of ntfsNameProblem.
  'source/ntfs-name': {
    severity: 'error',
    summary: 'A name is not valid on the drive.',
    messages: {
      character: 'A name on the drive (NTFS) cannot contain {0}. Rename it.',
      'reserved-name': 'Windows reserves the name "{0}". Rename it.',
      ending: 'A name on the drive (NTFS) cannot end with {0}. Rename it.',
      'too-long': 'The name has {0} characters, but a name on the drive (NTFS) can have at most 255. Rename it.',
      empty: 'The destination has two slashes in a row, but a directory on the drive needs a name. Use a single slash.',
      'half-character': 'The name contains half of a character ({0}). Rename it.',
    },
    explanation:
      'Files are stored on an NTFS drive under the names of their blobs and are read by Windows: none of `" \\ / : | < > * ?`, no control characters, no dot or space at the end, none of the names `CON`, `PRN`, `AUX`, `NUL`, `COM1` to `COM9`, `LPT1` to `LPT9` with or without an extension, at most 255 UTF-16 units.',
    fixable: false,
  },
  // {0}: the other path.
  'source/case-collision': {
    severity: 'error',
    summary: 'Two names on the drive are the same except for their case.',
    messages: {
      default:
        'On the drive (NTFS), this has the same name as {0}: upper and lower case make no difference. Rename one of the two.',
    },
    explanation:
      'If the names of two files differ only in case, Windows finds only one of them, so the data centre could not read the other. The same applies to a file and a directory with the same name, which blob storage would allow.',
    fixable: false,
  },
  // {0}: how many.
  'source/empty-directory': {
    severity: 'information',
    summary: 'Empty directories are not imported.',
    messages: { default: '{0} without files: blob storage has no directories, so none of this is imported.' },
    explanation:
      'A virtual directory exists only as the beginning of the names of its blobs. Without blobs, there is no directory.',
    fixable: false,
  },
  'source/no-files': {
    severity: 'warning',
    summary: 'A record contains no files.',
    messages: { default: 'There is no file to copy in this directory. Check the path, or remove the record.' },
    explanation: 'A record without files imports nothing; most likely, another directory was intended.',
    fixable: false,
  },
} as const satisfies RuleTable;
