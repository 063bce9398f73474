import type { EncryptionMethod } from '../volume/bitlocker/sectorCipher';
import type { CopyCursor, FileFailure, RangeColumns } from './copyResult';
import { BLOCK_LENGTH } from './copyResult';

/** Least bytes of a slot of the ring, which holds a chunk of a large file, or a batch of files with their records. */
export const SMALLEST_SLOT = 4 * BLOCK_LENGTH;
/** What of a slot the data of a batch may take; its records, and the files that lie in them, take the rest. */
export const BATCH_LENGTH = 3 * BLOCK_LENGTH;
export const BATCH_FILES = 1024;

/** What every thread knows of a drive. Structured-cloneable; the columns in `image` lie in shared memory. */
export interface DriveSetup {
  /** Number of the drive in this process. */
  readonly drive: number;
  /** For messages. */
  readonly targetPath: string;
  /** Of the process. */
  readonly descriptor: number;
  /** Bytes from the beginning of the target. */
  readonly partitionOffset: number;
  readonly method: EncryptionMethod;
  /** The full volume encryption key. */
  readonly key: Uint8Array;
  /** What the thread's `openImage` makes a `DriveImage` of. */
  readonly image: unknown;
}

/** Work for one thread; `slot` is the address of a slot. */
export type Task =
  /** Files that lie one behind the other, without `end`: read, hash, encrypt, write, with their records. */
  | { readonly kind: 'copyFiles'; readonly drive: number; readonly first: number; readonly end: number; readonly slot: number }
  /** The next chunk of a large file. All chunks of a file go to one thread, which keeps the state of its SHA-256. */
  | { readonly kind: 'readChunk'; readonly drive: number; readonly file: number; readonly offset: number; readonly length: number; readonly slot: number }
  /** A chunk that has been read: hash its blocks, encrypt, write what lies at or behind `writeFrom`; of the last one also the record. */
  | {
      readonly kind: 'sealChunk';
      readonly drive: number;
      readonly file: number;
      readonly offset: number;
      readonly length: number;
      readonly slot: number;
      readonly writeFrom: number;
    };

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

export interface CopyFilesReply {
  readonly kind: 'copyFiles';
  readonly sha256: Uint8Array;
  readonly rangeCounts: Uint32Array;
  readonly ranges: RangeColumns;
  readonly failures: readonly FileFailure[];
}

export interface ReadChunkReply {
  readonly kind: 'readChunk';
  /** With the last chunk. */
  readonly sha256?: Uint8Array;
  readonly failure?: FileFailure;
}

export interface SealChunkReply {
  readonly kind: 'sealChunk';
  readonly ranges: RangeColumns;
}

export type Reply =
  | CopyFilesReply
  | ReadChunkReply
  | SealChunkReply
  /** The drive was told to stop. */
  | { readonly kind: 'stopped' }
  /** The target failed; the message is one of a `TargetError`. */
  | { readonly kind: 'targetError'; readonly message: string }
  /** What should not happen. */
  | { readonly kind: 'crash'; readonly error: unknown };

/** What the main thread says to another. */
export type ToThread =
  | { readonly kind: 'addDrive'; readonly setup: DriveSetup }
  /** Ends with the drive: closes its sources, wipes its key. */
  | { readonly kind: 'removeDrive'; readonly drive: number }
  | { readonly kind: 'task'; readonly task: Task };

export const startOfBlock = ({ block }: CopyCursor): number => block * BLOCK_LENGTH;
