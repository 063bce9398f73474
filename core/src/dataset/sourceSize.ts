import {
  LARGE_SHARE_CAPACITY,
  MAX_BLOCKS,
  MAX_BLOCK_BLOB_LENGTH,
  MAX_PAGE_BLOB_LENGTH,
  MAX_RANGE_LENGTH,
  MAX_SHARE_FILE_LENGTH,
  PAGE_LENGTH,
  SHARE_CAPACITY,
} from '../limits/limits';
import type { Finding } from '../rules/finding';
import type { ItemType } from './itemType';

/** A drive manifest names at most 50,000 blocks of a blob, of at most 4 MiB each. */
const manifestBlobLimit = MAX_BLOCKS * MAX_RANGE_LENGTH;

const limits: Readonly<
  Record<FileItemType, { readonly bytes: number; readonly what: string; readonly limit: string }>
> = {
  BlockBlob: { bytes: MAX_BLOCK_BLOB_LENGTH, what: 'a block blob', limit: '5,000,000 MiB' },
  PageBlob: { bytes: MAX_PAGE_BLOB_LENGTH, what: 'a page blob', limit: '8 TiB' },
  file: { bytes: MAX_SHARE_FILE_LENGTH, what: 'a file in a share', limit: '4 TiB' },
};

/** The capacity of a share: of a default one, and of a large file share. */
export const shareLimits = {
  default: { bytes: SHARE_CAPACITY, limit: '5 TiB' },
  large: { bytes: LARGE_SHARE_CAPACITY, limit: '100 TiB' },
} as const;

/** What a single file becomes. */
export type FileItemType = Exclude<ItemType, 'blob'>;

/** What is wrong with the size of a source file, in bytes, given what it becomes. */
export type SizeProblem = Pick<Finding, 'code'> & { readonly args: readonly string[] };

/** The result for nearly every file; shared, so that nothing is allocated. */
const none: readonly SizeProblem[] = [];

export function sizeProblems(size: number, type: FileItemType): readonly SizeProblem[] {
  if (size <= manifestBlobLimit && (type !== 'PageBlob' || size % PAGE_LENGTH === 0)) return none;
  const problems: SizeProblem[] = [];
  const { bytes, what, limit } = limits[type];
  if (size > bytes) problems.push({ code: 'dataset/too-large', args: [String(size), what, limit] });
  else if (size > manifestBlobLimit && type === 'BlockBlob')
    problems.push({ code: 'dataset/block-count', args: [String(size)] });
  if (type === 'PageBlob' && size % PAGE_LENGTH !== 0)
    problems.push({ code: 'dataset/page-blob-size', args: [String(size)] });
  return problems;
}
