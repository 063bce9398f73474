import type { FileCalls } from './fileCalls';
import { OpenSource, SourceError, type ExpectedSource } from './openSource';

/** A file that is read from its beginning to its end, and where to: as many bytes as are expected. */
export interface WholeFile {
  readonly expected: ExpectedSource;
  readonly into: Uint8Array;
}

/** Files are read one by one so long, in order to see how long they take. */
const TRIED = 16;
/** Milliseconds. One that the system has in memory takes a fraction of this; no disk is as fast when it is asked for one after the other. */
const FROM_MEMORY = 0.04;
/** Bytes that a system reads ahead by itself. What is larger keeps a disk busy, and two of them would drive its heads to and fro. */
const SMALL = 128 * 1024;
/** By one thread. Disks and servers answer so many about as soon as one. */
const MOST_AT_ONCE = 8;

/** The reading of a batch of files, each of which is looked at for changes after its last byte. */
export class WholeFiles {
  /**
   * @param fileAt Its index is less than `count`.
   * @param beforeCall Throws in order to end the reading, which may be slow.
   */
  constructor(
    private readonly files: FileCalls,
    private readonly count: number,
    private readonly fileAt: (index: number) => WholeFile,
    private readonly failed: (index: number, error: SourceError) => void,
    private readonly beforeCall: () => void,
  ) {}

  /**
   * Reads some or all of the files from `start` on: one by one while they come from memory, since that takes least work; once they
   * come from a disk or a network that makes the thread wait for each of them, all that are left, several at a time.
   *
   * @returns The index behind the last one, at once if the thread has not had to wait.
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
    // All of them, because a call that is under way writes to where its file is wanted.
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

  /** @throws what is no trouble with a source */
  private tell(index: number, error: unknown): void {
    if (!(error instanceof SourceError)) throw error;
    this.failed(index, error);
  }
}
