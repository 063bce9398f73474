import { closeSync, fchmodSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { sentence } from '../language/sentence';
import { syncDirectory } from '../model/syncDirectory';
import { JournalError, journalFailure } from './journalError';

/** The calls through which a journal is written, so that a test can make them fail. */
export interface FileCalls {
  readonly open: typeof openSync;
  readonly write: (descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number) => number;
  readonly sync: (descriptor: number) => void;
  readonly truncate: (descriptor: number, length: number) => void;
  readonly close: (descriptor: number) => void;
}

export const systemCalls: FileCalls = {
  open: openSync,
  write: writeSync,
  sync: fsyncSync,
  truncate: ftruncateSync,
  close: closeSync,
};

/** A journal holds keys: from its creation on, nobody else may read it. */
const PRIVATE = 0o600;

/** The most that may be written but not yet synced, in bytes and milliseconds. */
const SYNC_BYTES = 1 << 20;
const SYNC_MILLISECONDS = 1000;

/**
 * The end of a journal, to which records are appended. A record that could not be written completely is removed again.
 */
export class JournalFile {
  readonly #calls: FileCalls;
  readonly #descriptor: number;
  #length: number;
  #unsynced = 0;
  #syncedAt: number;
  #failure: JournalError | undefined;

  private constructor(
    readonly path: string,
    descriptor: number,
    length: number,
    calls: FileCalls,
    private readonly now: () => number,
  ) {
    this.#descriptor = descriptor;
    this.#length = length;
    this.#calls = calls;
    this.#syncedAt = now();
  }

  /**
   * Creates a journal.
   *
   * @throws JournalError
   */
  static create(path: string, calls: FileCalls = systemCalls, now: () => number = Date.now): JournalFile {
    try {
      const file = new JournalFile(path, calls.open(path, 'wx', PRIVATE), 0, calls, now);
      syncDirectory(dirname(path), calls);
      return file;
    } catch (error) {
      throw journalFailure(path, error);
    }
  }

  /**
   * Opens an existing journal and cuts off what follows its last complete record, which ends at `length` bytes.
   *
   * @throws JournalError
   */
  static open(path: string, length: number, calls: FileCalls = systemCalls, now: () => number = Date.now): JournalFile {
    try {
      const descriptor = calls.open(path, 'r+');
      // The file may have been copied from elsewhere, or created empty.
      if (process.platform !== 'win32') fchmodSync(descriptor, PRIVATE);
      calls.truncate(descriptor, length);
      return new JournalFile(path, descriptor, length, calls, now);
    } catch (error) {
      throw journalFailure(path, error);
    }
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Appends whole records and syncs them: now, or once enough has been written or some time has passed.
   *
   * @throws JournalError; the journal then ends where it did before
   */
  append(text: string, urgency: 'now' | 'soon'): void {
    if (this.#failure) throw this.#failure;
    const bytes = Buffer.from(text);
    let written = 0;
    try {
      while (written < bytes.length)
        written += this.#calls.write(this.#descriptor, bytes, written, bytes.length - written, this.#length + written);
    } catch (error) {
      this.#takeBack();
      throw journalFailure(this.path, error);
    }
    this.#length += bytes.length;
    this.#unsynced += bytes.length;
    if (urgency === 'now') this.sync();
    else this.syncIfDue();
  }

  /** Syncs what has waited long enough. Call this regularly while nothing is appended. */
  syncIfDue(): void {
    if (this.#unsynced >= SYNC_BYTES || (this.#unsynced > 0 && this.now() - this.#syncedAt >= SYNC_MILLISECONDS))
      this.sync();
  }

  /** @throws JournalError */
  sync(): void {
    if (this.#failure) throw this.#failure;
    try {
      this.#calls.sync(this.#descriptor);
    } catch (error) {
      // Earlier writes may be lost, and another sync would not report that.
      this.#failure = journalFailure(this.path, error);
      throw this.#failure;
    }
    this.#unsynced = 0;
    this.#syncedAt = this.now();
  }

  close(): void {
    this.#calls.close(this.#descriptor);
  }

  /** Half a record is damage in the middle of a journal; at the end it counts as torn. */
  #takeBack(): void {
    try {
      this.#calls.truncate(this.#descriptor, this.#length);
    } catch {
      this.#failure = new JournalError(
        sentence`${this.path}: half of a record was written to the journal and could not be removed. Continue with --resume.`,
      );
    }
  }
}
