import { pageRangesAmongHoles } from '#core/driveManifest/driveManifestText';

/**
 * A block of a block blob or a page range of a page blob, with the MD5 of its bytes. Offset and length are in bytes.
 */
export interface HashedRange {
  readonly offset: number;
  readonly length: number;
  /** 16 bytes. */
  readonly md5: Uint8Array;
}

/** The longest block and page range of a drive manifest: 4 MiB (formats.md, section 5). */
export const BLOCK_LENGTH = 4 * 1024 * 1024;
/**
 * Zeros in a page blob that fill a unit of this size become a hole in its list of page ranges. A multiple of the page's
 * 512 bytes.
 */
export const HOLE_UNIT = 64 * 1024;
/** How many page ranges a page blob of a given number of bytes can have. */
export const pageRangeLimit = pageRangesAmongHoles(HOLE_UNIT);

/** Why a source file could not be copied. The others are copied; the drive stays incomplete until this is resolved. */
export interface FileFailure {
  /** Index in the order of the drive's plan. */
  readonly file: number;
  readonly path: string;
  readonly reason: 'changed' | 'vanished' | 'unreadable';
  /** Names the path, what happened and what to do. */
  readonly message: string;
}

/** The drive cannot be written or read: full, gone, read-only, a medium error. The message names the target and the remedy. */
export class TargetError extends Error {}

/**
 * How much of a drive is copied: all files before `file`, and of that one the given number of blocks of `BLOCK_LENGTH`.
 */
export interface CopyCursor {
  readonly file: number;
  readonly block: number;
}

export const SHA256_LENGTH = 32;

/** Hashed ranges in columns, by offset. */
export interface RangeColumns {
  /** Bytes from the beginning of the file. */
  readonly offsets: Float64Array;
  readonly lengths: Float64Array;
  /** 16 bytes each. */
  readonly md5s: Uint8Array;
}

/** Whole files that are now on the target. The hashes are only valid during the call; copy them to keep them. */
export interface CopiedFiles {
  readonly kind: 'files';
  readonly firstFile: number;
  readonly fileCount: number;
  /** 32 bytes for each file; zeros for one that failed. */
  readonly sha256: Uint8Array;
  /** How many of the ranges belong to each file. */
  readonly rangeCounts: Uint32Array;
  readonly ranges: RangeColumns;
  readonly failures: readonly FileFailure[];
  /** Where to continue afterwards; undefined for files that a resumed copy retries. */
  readonly next: CopyCursor | undefined;
}

/** Blocks of one large file that are now on the target. */
export interface CopiedBlocks {
  readonly kind: 'blocks';
  readonly file: number;
  readonly ranges: RangeColumns;
  /** 32 bytes; comes with the file's last blocks. */
  readonly sha256?: Uint8Array;
  /** Comes instead of further blocks. What was reported about the file before does not count any more. */
  readonly failure?: FileFailure;
  readonly next: CopyCursor | undefined;
}

export type CopiedPiece = CopiedFiles | CopiedBlocks;

/** Ranges in columns. */
export function rangeColumns(ranges: readonly HashedRange[]): RangeColumns {
  const md5s = new Uint8Array(16 * ranges.length);
  ranges.forEach(({ md5 }, index) => {
    md5s.set(md5, 16 * index);
  });
  return {
    offsets: Float64Array.from(ranges, ({ offset }) => offset),
    lengths: Float64Array.from(ranges, ({ length }) => length),
    md5s,
  };
}
