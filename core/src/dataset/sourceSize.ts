import type { Finding } from '../rules/finding';
import type { ItemType } from './itemType';

const MiB = 2n ** 20n;
const TiB = 2n ** 40n;
const pageSize = 512;

/** A drive manifest names at most 50,000 blocks of a blob, of at most 4 MiB each. */
const manifestBlobLimit = 50_000 * 4 * 2 ** 20;

/** Source: the service's FAQ on 100 MB blocks, and the limits of Azure Files. */
const limits: Readonly<
  Record<FileItemType, { readonly bytes: number; readonly what: string; readonly limit: string }>
> = {
  BlockBlob: { bytes: Number(5_000_000n * MiB), what: 'a block blob', limit: '5,000,000 MiB' },
  PageBlob: { bytes: Number(8n * TiB), what: 'a page blob', limit: '8 TiB' },
  file: { bytes: Number(4n * TiB), what: 'a file in a share', limit: '4 TiB' },
};

/** The capacity of a share: of a default one, and of a large file share. */
export const shareLimits = {
  default: { bytes: Number(5n * TiB), limit: '5 TiB' },
  large: { bytes: Number(100n * TiB), limit: '100 TiB' },
} as const;

/** What a single file becomes. */
export type FileItemType = Exclude<ItemType, 'blob'>;

/** What is wrong with the size of a source file, in bytes, given what it becomes. */
export type SizeProblem = Pick<Finding, 'code'> & { readonly args: readonly string[] };

/** The result for nearly every file; shared, so that nothing is allocated. */
const none: readonly SizeProblem[] = [];

export function sizeProblems(size: number, type: FileItemType): readonly SizeProblem[] {
  if (size <= manifestBlobLimit && (type !== 'PageBlob' || size % pageSize === 0)) return none;
  const problems: SizeProblem[] = [];
  const { bytes, what, limit } = limits[type];
  if (size > bytes) problems.push({ code: 'dataset/too-large', args: [String(size), what, limit] });
  else if (size > manifestBlobLimit && type === 'BlockBlob')
    problems.push({ code: 'dataset/block-count', args: [String(size)] });
  if (type === 'PageBlob' && size % pageSize !== 0)
    problems.push({ code: 'dataset/page-blob-size', args: [String(size)] });
  return problems;
}
