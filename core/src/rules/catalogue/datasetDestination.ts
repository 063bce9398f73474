import type { RuleTable } from '../rule';

const container = 'Container names have 3 to 63 lower-case letters, digits and hyphens.';
const nameExplanation =
  'A name has 3 to 63 characters: lower-case letters, digits and hyphens. It begins and ends with a letter or a digit, and no two hyphens stand side by side. The service can create nothing else, so nothing would be imported.';

/** Why a container's or share's name is refused. The arguments are the same for both. */
const nameMessages = {
  'too-short': 'The name "{0}" is too short. Use at least 3 characters.',
  'too-long': 'The name has {0} characters. Use at most 63.',
  'upper-case': 'The name contains upper-case letters. Use only lower-case letters.',
  character: 'The name cannot contain {0}. Use only lower-case letters, digits and hyphens.',
  ends: 'The name begins or ends with a hyphen. Use a letter or a digit there.',
  'double-hyphen': 'The name contains two hyphens in a row. Use only one.',
  empty: 'The name before the first slash is empty. Enter a name.',
} as const;

/** Rules of the columns DstBlobPathOrPrefix and DstItemPathOrPrefix. */
export const datasetDestinationRules = {
  'dataset/destination-required': {
    severity: 'error',
    summary: 'The destination is empty.',
    messages: {
      default:
        'The destination is empty. Enter the container or share, a slash, and the path in it, such as photos/2019/.',
      'slashes-only':
        'The destination does not name a container or share. Enter its name, a slash, and the path in it, such as photos/2019/.',
    },
    explanation: 'Every record says where its data goes. Data for the root container goes to `$root/`.',
    fixable: false,
  },
  'dataset/destination-is-url': {
    severity: 'error',
    summary: 'The destination is a URL.',
    messages: {
      default:
        'The destination must not be a URL. Enter only what follows the host: the container or share, a slash, and the path in it.',
    },
    explanation:
      'The storage account is chosen when the job is created, so the destination begins with the container or share. A URL with a shared access signature is a secret besides: the fix drops it.',
    fixable: true,
  },
  'dataset/destination-backslash': {
    severity: 'error',
    summary: 'The destination holds a backslash.',
    messages: { default: 'The parts of a destination are separated by slashes, not backslashes. Use "/".' },
    explanation:
      'In a blob name a backslash is a letter like any other: instead of a virtual directory there would be one long name.',
    fixable: true,
  },
  'dataset/destination-leading-slash': {
    severity: 'error',
    summary: 'The destination begins with a slash.',
    messages: {
      default: 'The destination must begin with the name of the container or share. Remove the slash before it.',
    },
    explanation: 'What stands before the first slash is the container or share; with a leading slash it is empty.',
    fixable: true,
  },
  'dataset/container-name': {
    severity: 'error',
    summary: 'The container has a name that no container can have.',
    messages: nameMessages,
    explanation: `${nameExplanation}\n\n\`$root\` is the one container with a special name that takes imported blobs.`,
    fixable: true,
  },
  'dataset/container-special': {
    severity: 'warning',
    summary: 'The destination is a container with a meaning of its own.',
    messages: {
      default: `{0} is one of the service's own containers, and no documentation says that an import can write to it. Use another container. ${container}`,
    },
    explanation:
      '`$web` holds a static website and `$logs` the logs of the storage account. No documentation says that an import job may write to them.',
    fixable: false,
  },
  'dataset/share-name': {
    severity: 'error',
    summary: 'The share has a name that no share can have.',
    messages: nameMessages,
    explanation: nameExplanation,
    fixable: true,
  },
  'dataset/file-path': {
    severity: 'error',
    summary: 'A path that Azure Files cannot hold.',
    messages: {
      character: 'A path in a share cannot contain {0}. Use another character.',
      reserved: '"{0}" is a reserved name, so no file or directory in a share can have it. Use another name.',
      'component-too-long': 'The name between two slashes has {0} characters. Use at most 255.',
      'too-long': 'The path has {0} characters. Use at most 2048.',
      'too-deep': 'The path has {0} levels. Use at most 250.',
      empty: 'There are two slashes in a row. Use only one.',
    },
    explanation:
      'Azure Files has the rules of a Windows file system: none of `" \\ / : | < > * ?`, no control characters, not `CON`, `PRN`, `AUX`, `NUL`, `CLOCK$`, `COM1` to `COM9`, `LPT1` to `LPT9`, `.` or `..`; 255 characters a name, 2048 a path, 250 levels.',
    fixable: false,
  },
  'dataset/blob-name': {
    severity: 'error',
    summary: 'A name that no blob can have.',
    messages: {
      character: 'A blob name cannot contain {0}. Remove it.',
      'too-long': 'The blob name has {0} characters. Use at most 1024.',
      'too-deep': 'The blob name has {0} segments between slashes. Use at most 254.',
      'ends-with-dot': {
        text: 'A blob name, or a part of it between slashes, should not end with a dot: some clients drop it. Remove the dot.',
        severity: 'warning',
      },
    },
    explanation:
      'A blob name has 1 to 1024 characters in at most 254 segments between slashes. Control characters and the private code points from U+E000 are refused. An ending dot is allowed but lost by some clients, which then do not find the blob.',
    fixable: false,
  },
  'dataset/root-container-subdirectories': {
    severity: 'warning',
    summary: 'A directory goes to the root container, or a blob there has a slash in its name.',
    messages: {
      default:
        'Blobs in the root container cannot be in sub-directories: only the files directly in this directory are imported. Use another container if the directory has sub-directories.',
      skipped:
        'This sub-directory is not imported: blobs in the root container cannot be in one. To import it, use another container in the record.',
      path: {
        text: 'The name of a blob in the root container cannot contain a slash. Use the name alone, or use another container.',
        severity: 'error',
      },
    },
    explanation:
      'The address of a blob in `$root` has no container, so a slash in its name would make its first part look like one.',
    fixable: false,
  },
  'dataset/destination-kind': {
    severity: 'warning',
    summary: 'A directory goes to what looks like a file, or a file to what looks like a directory.',
    messages: {
      directory:
        'The source is a directory, but the destination does not end with a slash: its last part would be added to the front of every file name. Add a slash at the end.',
      file: 'The source is a file, but the destination ends with a slash. Add the name of the blob or file at the end; if {0} is a directory, end BasePath with {1}.',
      'no-name':
        'The destination names only the container or share. Add a slash and the name of the blob or file; if {0} is a directory, end BasePath with {1} and the destination with a slash.',
    },
    explanation:
      'The destination of a directory is a prefix: file names are put right behind it, so `photos/2019` and `a.jpg` make `photos/2019a.jpg`. The destination of a file is the whole name.',
    fixable: true,
  },
  // {0}: the other record's line, one-based; {1}: the path that both write. Span: the destination. Related: the other
  // destination.
  'dataset/destination-conflict': {
    severity: 'error',
    summary: 'Two records write the same blob or file.',
    messages: {
      default: 'Line {0} already writes {1}. Use another destination.',
      // {0} and {1} as above, {2}: the other dataset's file name.
      dataset: 'Line {0} of {2} already writes {1}. Use another destination.',
    },
    explanation:
      'One of the two would be renamed, skipped or overwritten, depending on Disposition. Blob names are case-sensitive; paths in a share are not.',
    fixable: false,
  },
} as const satisfies RuleTable;
