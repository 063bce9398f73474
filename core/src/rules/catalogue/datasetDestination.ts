import type { RuleTable } from '../rule';

const container = 'Container names have 3 to 63 lower-case letters, digits and hyphens.';
const nameExplanation =
  'A name has 3 to 63 characters: lower-case letters, digits and hyphens. It begins and ends with a letter or a digit, and has no two hyphens in a row. The service cannot create any other name, so nothing would be imported.';

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
      'The storage account is chosen when the job is created, so the destination begins with the container or share. A URL with a shared access signature is also a secret: the fix removes it.',
    fixable: true,
  },
  'dataset/destination-backslash': {
    severity: 'error',
    summary: 'The destination contains a backslash.',
    messages: { default: 'The parts of a destination are separated by slashes, not backslashes. Use "/".' },
    explanation:
      'In a blob name, a backslash is an ordinary character: the result would be one long name instead of a virtual directory.',
    fixable: true,
  },
  'dataset/destination-leading-slash': {
    severity: 'error',
    summary: 'The destination begins with a slash.',
    messages: {
      default: 'The destination must begin with the name of the container or share. Remove the slash before it.',
    },
    explanation: 'The text before the first slash is the container or share; with a leading slash, it is empty.',
    fixable: true,
  },
  'dataset/container-name': {
    severity: 'error',
    summary: 'The name of the container is not valid.',
    messages: nameMessages,
    explanation: `${nameExplanation}\n\n\`$root\` is the only container with a special name that accepts imported blobs.`,
    fixable: true,
  },
  'dataset/container-special': {
    severity: 'warning',
    summary: 'The destination is a container with a special purpose.',
    messages: {
      default: `{0} is one of the service's own containers, and no documentation says that an import can write to it. Use another container. ${container}`,
    },
    explanation:
      '`$web` contains a static website, and `$logs` the logs of the storage account. It is not documented that an import job may write to them.',
    fixable: false,
  },
  'dataset/share-name': {
    severity: 'error',
    summary: 'The name of the share is not valid.',
    messages: nameMessages,
    explanation: nameExplanation,
    fixable: true,
  },
  'dataset/file-path': {
    severity: 'error',
    summary: 'A path is not valid in Azure Files.',
    messages: {
      character: 'A path in a share cannot contain {0}. Use another character.',
      reserved: '"{0}" is a reserved name, so no file or directory in a share can have it. Use another name.',
      'component-too-long': 'The name between two slashes has {0} characters. Use at most 255.',
      'too-long': 'The path has {0} characters. Use at most 2048.',
      'too-deep': 'The path has {0} levels. Use at most 250.',
      empty: 'There are two slashes in a row. Use only one.',
    },
    explanation:
      'Azure Files follows the rules of a Windows file system: none of `" \\ / : | < > * ?`, no control characters, none of the names `CON`, `PRN`, `AUX`, `NUL`, `CLOCK$`, `COM1` to `COM9`, `LPT1` to `LPT9`, `.` and `..`; at most 255 characters in a name, 2048 characters in a path, and 250 levels.',
    fixable: false,
  },
  'dataset/blob-name': {
    severity: 'error',
    summary: 'A name is not valid for a blob.',
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
      'A blob name has 1 to 1024 characters in at most 254 segments separated by slashes. Control characters and the private code points from U+E000 are refused. A trailing dot is allowed, but some clients drop it and then do not find the blob.',
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
      'The address of a blob in `$root` does not include the container, so if its name contained a slash, the part before it would look like a container.',
    fixable: false,
  },
  'dataset/destination-kind': {
    severity: 'warning',
    summary: 'A directory goes to what looks like a file name, or a file to what looks like a directory.',
    messages: {
      directory:
        'The source is a directory, but the destination does not end with a slash: its last part would be added to the front of every file name. Add a slash at the end.',
      file: 'The source is a file, but the destination ends with a slash. Add the name of the blob or file at the end; if {0} is a directory, end BasePath with {1}.',
      'no-name':
        'The destination names only the container or share. Add a slash and the name of the blob or file; if {0} is a directory, end BasePath with {1} and the destination with a slash.',
    },
    explanation:
      'The destination of a directory is a prefix: file names are appended to it directly, so `photos/2019` and `a.jpg` become `photos/2019a.jpg`. The destination of a file is the whole name.',
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
      'Depending on Disposition, one of the two would be renamed, skipped or overwritten. Blob names are case-sensitive; paths in a share are not.',
    fixable: false,
  },
} as const satisfies RuleTable;
