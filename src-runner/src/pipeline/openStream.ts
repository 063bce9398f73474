import { createHash } from 'node:crypto';
import type { FileCalls } from './fileCalls';
import { OpenSource, type ExpectedSource } from './openSource';

/** How much is read and hashed at once, so that it is still in the CPU's caches. */
const STEP = 256 * 1024;

/** A large file that is read chunk by chunk, with the SHA-256 of the bytes read so far. */
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
   * @param beforeCall Throws to end the reading.
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
   * The SHA-256 of the file, which has been read to its end. Closes the file.
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
