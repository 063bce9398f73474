import type { FileCalls } from './fileCalls';
import { OpenSource, SourceError, type ExpectedSource } from './openSource';

/** A file to read from beginning to end, and the buffer for it, as long as the file is expected to be. */
export interface WholeFile {
  readonly expected: ExpectedSource;
  readonly into: Uint8Array;
}

/** This many files are read one by one, to measure how long they take. */
const TRIED = 16;
/**
 * Milliseconds. A file that the system has cached takes a fraction of this; no disk answers single requests as fast.
 */
const FROM_MEMORY = 0.04;
/**
 * Bytes that a system reads ahead by itself. A larger file keeps a disk busy, and two at once would make its heads seek
 * to and fro.
 */
const SMALL = 128 * 1024;
/** Per thread. Disks and servers answer this many requests about as fast as one. */
const MOST_AT_ONCE = 8;

/** Reads a batch of files. Each is checked for changes after its last byte. */
export class WholeFiles {
  /**
   * @param fileAt Is called with an index less than `count`.
   * @param beforeCall Throws to end the reading, which may be slow.
   */
  constructor(
    private readonly files: FileCalls,
    private readonly count: number,
    private readonly fileAt: (index: number) => WholeFile,
    private readonly failed: (index: number, error: SourceError) => void,
    private readonly beforeCall: () => void,
  ) {}

  /**
   * Reads some or all of the files from `start` on. Files that come from the cache are read one by one, which is the
   * least work. Once the thread has to wait for a disk or a network for most of them, all the remaining files are read,
   * several at a time.
   *
   * @returns The index after the last file read; not a promise if the thread never had to wait.
   */
  read(start: number): number | Promise<number> {
    const end = Math.min(start + TRIED, this.count);
    let waits = 0;
    let before = performance.now();
    for (let index = start; index < end; index++) {
      const { expected, into } = this.fileAt(index);
      this.readOne(index, expected, into);
      const after = performance.now();
      if (into.length <= SMALL && after - before > FROM_MEMORY) waits++;
      before = after;
    }
    return end < this.count && 2 * waits > TRIED ? this.readRest(end) : end;
  }

  private readOne(index: number, expected: ExpectedSource, into: Uint8Array): void {
    let source;
    this.beforeCall();
    try {
      source = OpenSource.open(this.files, expected);
      source.readWhole(into, this.beforeCall);
    } catch (error) {
      this.tell(index, error);
    } finally {
      source?.close();
    }
  }

  private async readRest(start: number): Promise<number> {
    let next = start;
    const readNext = async (): Promise<void> => {
      while (next < this.count) {
        const index = next++;
        const { expected, into } = this.fileAt(index);
        if (into.length <= SMALL) await this.readMeanwhile(index, expected, into);
        else this.readOne(index, expected, into);
      }
    };
    // Wait for all: a call under way still writes into its file's buffer.
    const endings = await Promise.allSettled(Array.from({ length: MOST_AT_ONCE }, readNext));
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
    return this.count;
  }

  private async readMeanwhile(index: number, expected: ExpectedSource, into: Uint8Array): Promise<void> {
    let source;
    this.beforeCall();
    try {
      source = await OpenSource.openMeanwhile(this.files, expected);
      await source.readMeanwhile(into, this.beforeCall);
      await source.checkEndMeanwhile();
    } catch (error) {
      this.tell(index, error);
    } finally {
      source?.close();
    }
  }

  /** @throws every error that is not the fault of a source */
  private tell(index: number, error: unknown): void {
    if (!(error instanceof SourceError)) throw error;
    this.failed(index, error);
  }
}
