/** A block of a block blob or a page range of a page blob, with the MD5 of its bytes. Offset and length in bytes. */
export interface HashedRange {
  readonly offset: number;
  readonly length: number;
  /** 16 bytes. */
  readonly md5: Uint8Array;
}

/** The longest block and page range of a drive manifest: 4 MiB (formats.md, section 5). */
export const BLOCK_LENGTH = 4 * 1024 * 1024;

/** Why a source file could not be copied. The others are; the drive stays incomplete until this is resolved. */
export interface FileFailure {
  /** Index in the order of the drive's plan. */
  readonly file: number;
  readonly path: string;
  readonly reason: 'changed' | 'vanished' | 'unreadable';
  /** Names the path, what happened and what to do. */
  readonly message: string;
}

/** The drive cannot be written: full, gone, read-only, a medium error. The message names the target and the remedy. */
export class TargetError extends Error {}
