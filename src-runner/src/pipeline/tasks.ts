import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';
import type { FileFailure, RangeColumns } from '../model/copyResult';
import { BLOCK_LENGTH } from '../model/copyResult';

/**
 * Minimum bytes of a slot of the ring. A slot holds a chunk of a large file, or a batch of files with their records.
 */
export const SMALLEST_SLOT = 4 * BLOCK_LENGTH;
/** How much of a slot the data of a batch may take; the rest is for its records, the files in them, and the hashes. */
export const BATCH_LENGTH = 3 * BLOCK_LENGTH;
export const BATCH_FILES = 1024;

/** What every thread knows of a drive. Structured-cloneable; the columns in `image` lie in shared memory. */
export interface DriveSetup {
  /** The drive's number in this process. */
  readonly drive: number;
  /** For messages. */
  readonly targetPath: string;
  /** A file descriptor of the process. */
  readonly descriptor: number;
  /** Bytes from the beginning of the target. */
  readonly partitionOffset: number;
  readonly method: EncryptionMethod;
  /** The full volume encryption key. */
  readonly key: Uint8Array;
  /** What the thread's `openImage` turns into a `DriveImage`. Reading back does not need it. */
  readonly image?: unknown;
}

/** Where a file lies, in order: pairs of offset on the volume and length, in bytes. */
export type ExtentPairs = Float64Array;

/** Whole files to check, in columns. */
export interface CheckBatch {
  readonly sizes: Float64Array;
  readonly extentCounts: Uint32Array;
  /** In whole clusters. */
  readonly extents: ExtentPairs;
  /** 32 bytes each. */
  readonly sha256: Uint8Array;
  /** 1 if the file's SHA-256 is known. */
  readonly hasSha256: Uint8Array;
  readonly rangeCounts: Uint32Array;
  readonly ranges: RangeColumns;
}

/** Work for one thread; `slot` is the address of a slot. */
export type Task =
  /**
   * Files from `first` to before `end`, which lie one after the other: read, hash, encrypt and write them with their
   * records.
   */
  | {
      readonly kind: 'copyFiles';
      readonly drive: number;
      readonly first: number;
      readonly end: number;
      readonly slot: number;
    }
  /** The next chunk of a large file. All chunks of a file go to one thread, which keeps the state of its SHA-256. */
  | {
      readonly kind: 'readChunk';
      readonly drive: number;
      readonly file: number;
      readonly offset: number;
      readonly length: number;
      readonly slot: number;
    }
  /**
   * A chunk that has been read: hash its blocks, encrypt it, and write what lies at or after `writeFrom`; for the last
   * chunk, also the record.
   */
  | {
      readonly kind: 'sealChunk';
      readonly drive: number;
      readonly file: number;
      readonly offset: number;
      readonly length: number;
      readonly slot: number;
      readonly writeFrom: number;
    }
  | { readonly kind: 'checkFiles'; readonly drive: number; readonly slot: number; readonly batch: CheckBatch }
  /** Part of a large file: read, decrypt, and compare the ranges, which lie within it. */
  | {
      readonly kind: 'openChunk';
      readonly drive: number;
      readonly slot: number;
      /** Whole sectors. */
      readonly extents: ExtentPairs;
      /** How many bytes of the first sector precede the part. */
      readonly skip: number;
      /** Where the part begins in its file, and its length. */
      readonly offset: number;
      readonly length: number;
      /** After the last part, the rest of the extents has to be zero. */
      readonly isLast: boolean;
      readonly ranges: RangeColumns;
    }
  /** Bytes that have been decrypted: continue the SHA-256 of their file, which belongs to one thread. */
  | {
      readonly kind: 'hashChunk';
      readonly drive: number;
      readonly slot: number;
      readonly skip: number;
      readonly length: number;
      readonly file: number;
      readonly isLast: boolean;
    };

export type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

export interface CopyFilesReply {
  readonly kind: 'copyFiles';
  /** How many ranges there are; their hashes lie in the slot (`batchHashes.ts`). */
  readonly rangeCount: number;
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

/** A mismatch, by the file's index in its batch. */
export interface Fault {
  readonly index: number;
  readonly what: 'contents' | 'range' | 'slack' | 'unreadable';
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
  /** The operating system's message, if something cannot be read. */
  readonly message?: string;
}

export interface CheckReply {
  readonly kind: 'checkFiles' | 'openChunk';
  readonly faults: readonly Fault[];
}

export interface HashChunkReply {
  readonly kind: 'hashChunk';
  /** With the last chunk. */
  readonly sha256?: Uint8Array;
}

export type Reply =
  | CheckReply
  | HashChunkReply
  | CopyFilesReply
  | ReadChunkReply
  | SealChunkReply
  /** The drive was told to stop. */
  | { readonly kind: 'stopped' }
  /** The target failed; the message is one of a `TargetError`. */
  | { readonly kind: 'targetError'; readonly message: string }
  /** An unexpected error. */
  | { readonly kind: 'crash'; readonly error: unknown };

export type DriveWorkKind = 'copy' | 'check';

export type ToThread =
  | { readonly kind: 'addDrive'; readonly work: DriveWorkKind; readonly setup: DriveSetup }
  /** Ends the work on the drive: closes its sources and wipes its key. */
  | { readonly kind: 'removeDrive'; readonly drive: number }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'end' };
