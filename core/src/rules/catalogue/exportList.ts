import type { RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

const silent =
  'The service reads the list weeks later, when the drives have arrived, and does not report what it does not understand: the drives come back without that data.';

/** Rules of the lists that select what an export job copies. */
export const exportListRules = {
  // default: {0} what the parser reports; root, text: {0} the element; nested: {0} the element around it.
  'export-list/syntax': {
    severity: 'error',
    summary: 'The export list is not XML of the expected form.',
    messages: {
      default: notWellFormed,
      root: '<{0}> is not an export list: the outermost element must be <BlobList>, or <AzureFileList> for shares.',
      nested: 'There is an element inside <{0}>. Replace it with a plain path.',
      text: 'There is text in <{0}> outside any path. Put it in an element, or remove it.',
    },
    explanation: `A list is a \`<BlobList>\` with one \`<BlobPath>\` or \`<BlobPathPrefix>\` for each path; for shares, it is an \`<AzureFileList>\` with \`<FilePath>\` and \`<FilePathPrefix>\`. ${silent}`,
    fixable: false,
  },
  // {0}: the element; default: {1} the known elements; near: {1} the one that is meant.
  'export-list/element': {
    severity: 'error',
    summary: 'An element of the export list has no meaning.',
    messages: {
      default: '<{0}> has no meaning in this list, so it exports nothing. Use one of: {1}.',
      near: '<{0}> has no meaning, so it exports nothing. Use <{1}>.',
    },
    explanation: `\`BlobPath\` names one blob, \`BlobPathPrefix\` all blobs whose path begins with it; \`FilePath\` and \`FilePathPrefix\` do the same in shares. ${silent}`,
    fixable: true,
  },
  // {0}: the element as written, {1}: the correct spelling.
  'export-list/tag-case': {
    severity: 'error',
    summary: 'The name of an element has the wrong case.',
    messages: {
      default: '<{0}> is not <{1}>: element names are case-sensitive, so this one exports nothing. Use <{1}>.',
    },
    explanation: `The service recognises only \`BlobList\`, \`BlobPath\`, \`BlobPathPrefix\`, \`AzureFileList\`, \`FilePath\` and \`FilePathPrefix\`, in exactly this spelling. ${silent}`,
    fixable: true,
  },
  // path: {0} the element.
  'export-list/empty': {
    severity: 'error',
    summary: 'The export list, or one of its elements, is empty.',
    messages: {
      default:
        'This list names nothing, so nothing is exported. Add a <BlobPath> or a <BlobPathPrefix>; "/" as a prefix stands for everything.',
      path: 'This <{0}> names nothing. Enter a path, or remove the element; "/" as a prefix stands for everything.',
    },
    explanation: silent,
    fixable: false,
  },
  // {0}: the correct prefix.
  'export-list/prefix-slash': {
    severity: 'error',
    summary: 'A prefix does not begin with a slash.',
    messages: { default: 'A prefix must begin with "/"; otherwise, it exports nothing. Use {0}.' },
    explanation: `\`/\` means everything, \`/$root/\` the root container, \`/book\` all containers whose name begins with \`book\`, \`/music/\` one container, and \`/music/love\` the blobs in that container whose name begins with \`love\`. In a \`BlobPath\`, the leading slash is optional. ${silent}`,
    fixable: true,
  },
  // {0}: the correct path; in variants without a correction, the path as written.
  'export-list/path': {
    severity: 'error',
    summary: 'A path of the export list cannot exist.',
    messages: {
      url: 'This is a URL. Enter the path after the host: the container, "/", and the name of the blob.',
      backslash: 'Paths in a storage account use slashes. Use {0}.',
      container:
        'The container in {0} cannot exist: its name must have 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends. Correct it.',
      'upper-case': 'Container names must be in lower case. Use {0}.',
      'no-blob':
        'This path does not name a blob. Enter the container, "/" and the name of the blob or, for all blobs in the container, use {0} as <BlobPathPrefix>.',
      root: 'A blob in the root container cannot have "/" in its name. Correct {0}.',
      name: 'No blob can be named {0}: a name can have at most 1,024 characters in 254 segments, and no control characters. Correct it.',
      share:
        'The share in {0} cannot exist: its name must have 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends. Correct it.',
      'share-upper-case': 'Share names must be in lower case. Use {0}.',
      'no-file': 'This path does not name a file. Enter "/", the share, "/" and the path of the file.',
      file: 'No file of a share can be called {0}: each part of a path must have at most 255 characters, must not contain " \\ : | < > * ?, and must not be empty or reserved by Windows. Correct it.',
      wildcard: {
        text: 'A "*" or "?" in {0} is taken literally. To export more than one blob, use the beginning of their paths as <BlobPathPrefix>.',
        severity: 'warning',
      },
      space: {
        text: 'There is white space around the path, and the service may treat it as part of the path. Remove it.',
        severity: 'warning',
      },
    },
    explanation: `A \`BlobPath\` consists of the container, \`/\` and the name of the blob, as in \`pictures/animals/koala.jpg\` or \`$root/logo.bmp\`. ${silent}`,
    fixable: true,
  },
} as const satisfies RuleTable;
