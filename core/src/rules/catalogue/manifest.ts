import type { RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

const sealed =
  'If the manifest of a drive is changed by hand, it no longer matches the hash in the journal and JRM; prepare the drive again instead.';

/** Rules of the drive manifest. */
export const manifestRules = {
  // default: {0} what the parser reports; misplaced: {0} the element, {1} its parent; root and twice: {0} the element;
  // second-drive, no-list: none; range-numbers: {0} "block" or "page range".
  'manifest/syntax': {
    severity: 'error',
    summary: 'The manifest is not XML of the expected form.',
    messages: {
      default: notWellFormed,
      root: '<{0}> is not a drive manifest: the outermost element must be <DriveManifest>.',
      misplaced: '<{0}> does not belong in <{1}>. Remove it.',
      twice: '<{0}> appears here twice. Remove one of the two.',
      'no-drive': 'This manifest has no <Drive>. Add one to <DriveManifest>.',
      'second-drive':
        'A manifest describes only one drive: this is the second <Drive>. Create a separate manifest for it.',
      'no-ranges': 'A <Blob> must have a <BlockList> or a <PageRangeList>. Add one of them.',
      'no-file-path': 'Add the path of the file on the drive: <FilePath>.',
      disposition: 'ImportDisposition must be rename, no-overwrite or overwrite, in lower case.',
      'block-numbers': 'Offset and Length of a block must be whole numbers of bytes.',
      'page-numbers': 'Offset and Length of a page range must be whole numbers of bytes.',
    },
    explanation: `A manifest is a \`<DriveManifest>\` with one \`<Drive>\`: its \`<DriveId>\`, a credential, and a \`<BlobList>\` for each record of the dataset. For any other form, the service reports \`ManifestFormatInvalid\` and imports nothing. ${sealed}`,
    fixable: false,
  },
  'manifest/drive-id-first': {
    severity: 'error',
    summary: 'The id of the drive is not before the first list of blobs.',
    messages: {
      default: 'Put <DriveId> before the first <BlobList>.',
      empty: 'Enter the id of the drive in <DriveId>.',
    },
    explanation: 'The service compares the id with the serial number of the drive before it reads any blob.',
    fixable: false,
  },
  'manifest/credential': {
    severity: 'information',
    summary: 'The manifest has no credential, or two.',
    messages: {
      default:
        'The manifest has no credential, as is usual today: the import job names the account. If an older tool requires one, add <StorageAccountKey> or <ContainerSas> before the first <BlobList>.',
      both: { text: 'Use <StorageAccountKey> or <ContainerSas>, not both.', severity: 'error' },
    },
    explanation:
      'The service writes blobs with the key of a storage account, with a shared access signature of a container or, if there is neither, to the account of the import job. Drives of export jobs have no credential either.',
    fixable: false,
  },
  // {0}: the offset, {1}: the one before it.
  'manifest/block-order': {
    severity: 'error',
    summary: 'Blocks are not in the order of their offsets.',
    messages: { default: 'Blocks must be in order of their offsets: {0} comes after {1}. Move this one up.' },
    explanation: "The order of the elements is the order of the blob's contents.",
    fixable: false,
  },
  // {0}: where the block must begin.
  'manifest/block-gap': {
    severity: 'error',
    summary: 'Blocks leave a gap, or overlap.',
    messages: { default: 'Blocks must cover the file without gaps or overlaps: this one must begin at {0}.' },
    explanation: 'A block blob is the sum of its blocks. Only page blobs can have holes.',
    fixable: false,
  },
  // {0}: the largest length, {1}: the length.
  'manifest/block-size': {
    severity: 'error',
    summary: 'A block or page range is empty, or larger than 4 MB.',
    messages: {
      default: 'Length must be 1 to {0} bytes; this one is {1}.',
      unsettled: {
        text: 'The documented length of a block is at most {0} bytes (4 MB); this one is {1}. It is not documented whether the service imports it: use blocks of 4 MB if the file is no larger than 195 GB.',
        severity: 'warning',
      },
    },
    explanation:
      'Each block and each page range is sent separately. The page on the format says at most 4 MB; the FAQ of the service allows block blobs of 5,000,000 MB, which 50,000 blocks of 4 MB cannot reach. A block of 4 to 100 MB is therefore a warning, and a page range above 4 MB an error.',
    fixable: false,
  },
  // {0}: the greatest number of blocks, {1}: the actual number.
  'manifest/block-count': {
    severity: 'error',
    summary: 'A blob has more than 50,000 blocks.',
    messages: {
      default: 'A block blob can have at most {0} blocks; this one has {1}. Split the file, or use larger blocks.',
    },
    explanation: 'With blocks of 4 MB, 50,000 blocks are a file of 200 GB.',
    fixable: false,
  },
  // length: {0} the length of the other ids, in characters.
  'manifest/block-id': {
    severity: 'error',
    summary: 'The block ids of a blob are missing, mixed, or of different lengths.',
    messages: {
      default: 'The Id of a block must be base64.',
      length: "The Ids of a blob's blocks must have the same length: {0} characters here.",
      mixed: 'Either all blocks of a blob must have an Id, or none of them.',
      needed: 'The blocks of a blob larger than 64 MB must have Ids.',
    },
    explanation:
      'Within a blob, the ids are base64 strings of equal length. For a blob of up to 64 MB, they can be omitted for all of its blocks.',
    fixable: false,
  },
  // blocks and pages: {0} where they end, {1} where the file ends.
  'manifest/length': {
    severity: 'error',
    summary: 'The length of a blob does not match its blocks or page ranges.',
    messages: {
      default: '<Length> must be the number of bytes in the file.',
      blocks: 'The blocks end at {0}, but the file ends at {1}.',
      pages: 'The page ranges extend to {0}, beyond the end of the file at {1}.',
    },
    explanation: `Blocks cover the whole file, from its first byte to its last. ${sealed}`,
    fixable: false,
  },
  'manifest/hash': {
    severity: 'error',
    summary: 'A hash is missing, or is not an MD5.',
    messages: {
      block: 'The Hash of a block must be the MD5 of its bytes: 32 hexadecimal digits.',
      page: 'The Hash of a page range must be the MD5 of its bytes: 32 hexadecimal digits.',
      'side-file': 'The Hash of a metadata or properties file must be the MD5 of its bytes: 32 hexadecimal digits.',
    },
    explanation:
      'The service computes the MD5 of what it reads, and rejects everything that differs. The manifest uses hexadecimal digits for hashes, while `Content-MD5` in a properties file is base64.',
    fixable: false,
  },
  // {0}: 512.
  'manifest/page-alignment': {
    severity: 'error',
    summary: 'The length of a page blob, or of one of its ranges, is not a multiple of 512 bytes.',
    messages: {
      default: 'Offset and Length of a page range must be multiples of {0}.',
      blob: 'The length of a page blob must be a multiple of {0}.',
    },
    explanation: 'Page blobs consist of pages of 512 bytes. A file of another length can be imported as a block blob.',
    fixable: false,
  },
  // {0}: where the range may begin.
  'manifest/page-overlap': {
    severity: 'error',
    summary: 'Page ranges overlap, or are not in order.',
    messages: {
      default:
        'Page ranges must be in order of their offsets and must not overlap: this one must begin at {0} or later.',
    },
    explanation:
      'Page ranges may leave holes, which read as zeros. The ranges are in order, and each page is written once.',
    fixable: false,
  },
  // container: {0} the container.
  'manifest/blob-path': {
    severity: 'error',
    summary: 'The path of a blob is not a valid name.',
    messages: {
      default: 'BlobPath must be a container, "/" and the name of the blob.',
      container: '{0} is not a valid container name: use 3 to 63 lower-case letters, digits and single hyphens.',
      root: 'The name of a blob in $root cannot contain "/".',
      name: 'The name of a blob can have at most 1024 characters and 254 segments, and no control characters.',
    },
    explanation:
      'The service cannot create such a blob. The names come from the dataset: correct `DstBlobPathOrPrefix` there, and prepare the drive again.',
    fixable: false,
  },
  'manifest/duplicate-blob': {
    severity: 'error',
    summary: 'Two files of the drive become the same blob.',
    messages: { default: 'Another blob on this drive has the same path. Rename one of the two in the dataset.' },
    explanation:
      'Which of the two is imported would depend on their order and on the disposition. Blob names are case-sensitive.',
    fixable: false,
  },
} as const satisfies RuleTable;
