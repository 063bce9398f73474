import { createHash } from 'node:crypto';
import type { FileCalls } from './fileCalls';
import { OpenSource, type ExpectedSource } from './openSource';

/** What is read and hashed at once, while it is in the caches. */
const STEP = 256 * 1024;

/** A large file that is read chunk by chunk, with the SHA-256 of what has been read. */
export class OpenStream {
  private readonly sha256 = createHash('sha256');

  private constructor(private readonly source: OpenSource) {}

  /** @throws SourceError */
  static open(files: FileCalls, expected: ExpectedSource): OpenStream {
    const source = OpenSource.open(files, expected);
    try {
      source.checkUnchanged();
    } catch (error) {
      source.close();
      throw error;
    }
    return new OpenStream(source);
  }

  /**
   * Fills `into` with the next bytes.
   *
   * @param beforeCall Throws in order to end the reading.
   * @throws SourceError
   */
  read(into: Uint8Array, beforeCall: () => void): void {
    for (let start = 0; start < into.length; start += STEP) {
      const step = into.subarray(start, start + STEP);
      this.source.read(step, beforeCall);
      this.sha256.update(step);
    }
  }

  /**
   * The SHA-256 of the file, which has been read to its end and is closed with this.
   *
   * @throws SourceError
   */
  finish(): Uint8Array {
    this.source.checkEnd();
    this.source.close();
    return this.sha256.digest();
  }

  close(): void {
    this.source.close();
  }
}
