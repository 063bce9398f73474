import type { RuleTable } from '../rule';

/** Why a value is not allowed. {0}: the allowed values, or the one that was probably meant. */
const valueMessages = {
  default: '{0} is not a valid value for this column. Use one of: {1}.',
  case: 'This value is case-sensitive. Use {0}.',
  near: 'Use {0}.',
} as const;

/** Rules of the columns after the destination, and of the files on disk. */
export const datasetItemRules = {
  'dataset/blob-type': {
    severity: 'error',
    summary: 'The value of BlobType is not valid.',
    messages: {
      ...valueMessages,
      append: 'An import job cannot create append blobs. Use BlockBlob.',
    },
    explanation:
      '`BlockBlob` is for ordinary files, `PageBlob` for virtual hard disks. An empty field means `PageBlob` for `.vhd` and `.vhdx` files, and `BlockBlob` for all others. Import jobs do not create append blobs.',
    fixable: true,
  },
  'dataset/item-type': {
    severity: 'error',
    summary: 'The value of ItemType is not valid.',
    messages: {
      ...valueMessages,
      append: 'An import job cannot create append blobs. Use BlockBlob.',
      missing: 'ItemType is empty. Use file for Azure Files, or BlockBlob or PageBlob for a container.',
    },
    explanation: '`file` goes to Azure Files. `blob`, `BlockBlob` and `PageBlob` go to a container.',
    fixable: true,
  },
  // {0}: the header of the other dialect. Span: the value.
  'dataset/dialect-mixed': {
    severity: 'error',
    summary: 'A value of one dialect is used under the header of the other.',
    messages: {
      default:
        'The value file is for the Azure Files tool, but this is the header for blobs. Use the header {0} if everything goes to shares, or use a blob type here.',
    },
    explanation:
      'The two generations of the tool have different headers: `BlobType` for containers, `ItemType` for shares. A record pasted under the other header would send its data to a container instead of a share. The fix changes only the header, and is offered only if all records agree.',
    fixable: true,
  },
  'dataset/page-blob-size': {
    severity: 'error',
    summary: 'The length of the file for a page blob is not a multiple of 512 bytes.',
    messages: {
      default:
        'A page blob consists of pages of 512 bytes, but this file has {0} bytes. Use BlockBlob, or pad the file.',
    },
    explanation:
      'Page blobs are written in pages of 512 bytes. Fixed-size `.vhd` files meet this requirement; a file of any other length is refused.',
    fixable: false,
  },
  'dataset/vhd-as-block-blob': {
    severity: 'information',
    summary: 'A virtual hard disk is written as a block blob.',
    messages: {
      default: 'A virtual hard disk must be a page blob if a virtual machine will use it. Use PageBlob in that case.',
    },
    explanation: 'As a block blob, it can be stored and downloaded, but a disk cannot be created from it directly.',
    fixable: true,
  },
  'dataset/too-large': {
    severity: 'error',
    summary: 'A file is larger than the service supports.',
    messages: { default: 'The file has {0} bytes, but {1} holds at most {2}. Split the file.' },
    explanation:
      'The limits are 50,000 blocks of 100 MiB (5,000,000 MiB) for a block blob, 8 TiB for a page blob, and 4 TiB for a file in a share.',
    fixable: false,
  },
  // {0}: the size in bytes.
  'dataset/block-count': {
    severity: 'error',
    summary: 'A block blob needs more blocks than a drive manifest can list.',
    messages: {
      default:
        'The file has {0} bytes, but a drive manifest can list at most 50,000 blocks of 4 MiB, which is 209,715,200,000 bytes. Split the file, or upload it over the network.',
    },
    explanation:
      'The manifest on the drive lists every block of a blob with its hash: at most 50,000 blocks of at most 4 MiB, or about 200 GB. Over the network, the service accepts larger block blobs, made of larger blocks.',
    fixable: false,
  },
  'dataset/disposition': {
    severity: 'error',
    summary: 'The value of Disposition is not valid.',
    messages: valueMessages,
    explanation:
      'The values are `rename`, `no-overwrite` and `overwrite`, in lower case. An empty field means `rename`.',
    fixable: true,
  },
  'dataset/disposition-ignored': {
    severity: 'warning',
    summary: 'Version 2.2.0.300 of the tool always overwrites, regardless of Disposition.',
    messages: {
      default:
        'Version 2.2.0.300 of the tool ignores Disposition: anything already in the share is overwritten. Use overwrite, or use another destination.',
    },
    explanation:
      'Earlier versions renamed by default. With the current version, an imported file replaces a file with the same name in the share.',
    fixable: false,
  },
  'dataset/disposition-no-longer': {
    severity: 'information',
    summary: 'The current version of the tool always overwrites, regardless of Disposition.',
    messages: {
      default:
        'The current version of the tool (1.5.0.300) no longer applies Disposition: a blob of the same name is overwritten. Use overwrite, or use another destination.',
    },
    explanation:
      'Versions from 2017 kept the existing blob with `no-overwrite`, and both blobs with `rename`. The current version replaces a blob with the same name. This rule reports only `no-overwrite`, because somebody has asked for it. `rename`, which is in every example and is what an empty field means, does not protect existing blobs either: if a container already has contents, choose another destination. If you use a version from 2017, set `sneakernet.tool`, or `"tool"` in `sneakernet.json`, to `"2017"`.',
    fixable: false,
  },
  // {0}: the share, {1}: how much is copied into it, {2}: the limit.
  'dataset/share-full': {
    severity: 'warning',
    summary: 'More data goes into a share than it can hold.',
    messages: {
      default:
        'With this record, {1} go into the share {0}, which holds {2}: the copy fails when the share is full. Divide the data among several shares or, if this is a large file share, set "largeFileShares" in sneakernet.json.',
      large:
        'With this record, {1} go into the share {0}, which holds {2}: the copy fails when the share is full. Divide the data among several shares.',
    },
    explanation:
      'A share holds 5 TiB, or 100 TiB if it is a large file share, which you declare with the setting `sneakernet.largeFileShares` or with `"largeFileShares": true` in `sneakernet.json`. The tool does not split data across shares. Only `plan` and `prep` check this, because they know the size of every file; the editor and `validate` do not read the contents of directories. What the share already holds is not known.',
    fixable: false,
  },
  'dataset/side-file-not-found': {
    severity: 'warning',
    summary: 'The metadata or properties file does not exist.',
    messages: {
      default: 'No file exists at this path on this machine. Correct the path, or use None.',
      directory: 'This is a directory. Enter the path of the XML file in it, or use None.',
    },
    explanation: 'The check runs on the machine where the editor runs. The tool stops if it cannot read the file.',
    fixable: false,
  },
  'dataset/side-file-invalid': {
    severity: 'error',
    summary: 'The metadata or properties file is not well-formed, or breaks one of its own rules.',
    messages: { default: 'The file has an error in line {1}, column {2}: {0}.' },
    explanation:
      'The file is copied to the drive and applied to every blob of the record, so a mistake in it appears only at the data centre. The rules for these files are those under `metadata/` and `properties/`.',
    fixable: false,
  },
} as const satisfies RuleTable;
