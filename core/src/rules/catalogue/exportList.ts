import type { RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

const silent =
  'The service reads the list weeks later, when the drives have arrived, and says nothing about what it does not understand: the drives come back without that data.';

/** Rules of the lists that select what an export job copies. */
export const exportListRules = {
  // default: {0} what the parser reports; root, text: {0} the element; nested: {0} the element around it.
  'export-list/syntax': {
    severity: 'error',
    summary: 'The export list is no XML of the expected shape.',
    messages: {
      default: notWellFormed,
      root: '<{0}> is no export list: the outermost element is <BlobList>, or <AzureFileList> for shares.',
      nested: 'An element stands inside <{0}>. Write a plain path there.',
      text: 'Text stands in <{0}> outside of any path. Put it into an element, or remove it.',
    },
    explanation: `A list is \`<BlobList>\` with one \`<BlobPath>\` or \`<BlobPathPrefix>\` for each path, and for shares \`<AzureFileList>\` with \`<FilePath>\` and \`<FilePathPrefix>\`. ${silent}`,
    fixable: false,
  },
  // {0}: the element; default: {1} the known elements; near: {1} the one that is meant.
  'export-list/element': {
    severity: 'error',
    summary: 'An element of the export list means nothing.',
    messages: {
      default: '<{0}> means nothing in this list, so nothing is exported by it. Write one of {1}.',
      near: '<{0}> means nothing, so nothing is exported by it. Write <{1}>.',
    },
    explanation: `\`BlobPath\` names one blob, \`BlobPathPrefix\` all whose path begins so; \`FilePath\` and \`FilePathPrefix\` do the same in shares. ${silent}`,
    fixable: true,
  },
  // {0}: the element as written, {1}: the correct spelling.
  'export-list/tag-case': {
    severity: 'error',
    summary: 'The name of an element differs in upper and lower case.',
    messages: {
      default:
        '<{0}> is not <{1}>: upper and lower case make a difference, and nothing is exported by it. Write <{1}>.',
    },
    explanation: `The service knows \`BlobList\`, \`BlobPath\`, \`BlobPathPrefix\`, \`AzureFileList\`, \`FilePath\` and \`FilePathPrefix\`, and no other spelling of them. ${silent}`,
    fixable: true,
  },
  // path: {0} the element.
  'export-list/empty': {
    severity: 'error',
    summary: 'The export list, or one of its elements, names nothing.',
    messages: {
      default:
        'This list names nothing, so nothing is exported. Write a <BlobPath> or a <BlobPathPrefix>; "/" as prefix stands for everything.',
      path: 'This <{0}> names nothing. Write a path, or remove it; "/" as prefix stands for everything.',
    },
    explanation: silent,
    fixable: false,
  },
  // {0}: the correct prefix.
  'export-list/prefix-slash': {
    severity: 'error',
    summary: 'A prefix does not begin with a slash.',
    messages: { default: 'A prefix begins with "/", or nothing is exported by it. Write {0}.' },
    explanation: `\`/\` stands for everything, \`/$root/\` for the root container, \`/book\` for all containers whose name begins so, \`/music/\` for one container, \`/music/love\` for the blobs in it whose name begins so. A \`BlobPath\` may begin with a slash or not. ${silent}`,
    fixable: true,
  },
  // {0}: the correct path; in variants without a correction, the path as written.
  'export-list/path': {
    severity: 'error',
    summary: 'A path of the export list is one that cannot exist.',
    messages: {
      url: 'This is an address. Write the path behind the host: the container, "/", and the name of the blob.',
      backslash: 'Paths of a storage account have slashes. Write {0}.',
      container:
        'The container of {0} cannot exist: its name has 3 to 63 lower-case letters, digits and single hyphens, and a letter or digit at both ends. Correct it.',
      'upper-case': 'Names of containers are in lower case. Write {0}.',
      'no-blob':
        'This path names no blob. Write the container, "/" and the name of the blob; or, for all blobs of the container, {0} as <BlobPathPrefix>.',
      root: 'A blob of the root container has no "/" in its name. Correct {0}.',
      name: 'No blob can be called {0}: a name has at most 1,024 characters in 254 parts, and no control characters. Correct it.',
      share:
        'The share of {0} cannot exist: its name has 3 to 63 lower-case letters, digits and single hyphens, and a letter or digit at both ends. Correct it.',
      'share-upper-case': 'Names of shares are in lower case. Write {0}.',
      'no-file': 'This path names no file. Write "/", the share, "/" and the path of the file.',
      file: 'No file of a share can be called {0}: a part of a path has at most 255 characters and none of " \\ : | < > * ?, and none is empty or reserved by Windows. Correct it.',
      wildcard: {
        text: 'A "*" or "?" in {0} stands for itself. Where more than one blob is meant, write what their paths begin with as <BlobPathPrefix>.',
        severity: 'warning',
      },
      space: {
        text: 'There is white space around the path, and the service may take it for a part of it. Remove it.',
        severity: 'warning',
      },
    },
    explanation: `A \`BlobPath\` is the container, \`/\` and the name of the blob, as in \`pictures/animals/koala.jpg\` or \`$root/logo.bmp\`. ${silent}`,
    fixable: true,
  },
} as const satisfies RuleTable;
