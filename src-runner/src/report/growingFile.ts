import { closeSync, fchmodSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { sentence } from '../language/sentence';
import { outputFailure, ReportError } from './privateFile';

/**
 * A file that grows while a run goes on, and that others may follow: what is written is there at once. Only its owner may read it. One
 * that cannot be written any more stops nothing.
 */
export class GrowingFile {
  #descriptor: number | undefined;

  private constructor(
    readonly path: string,
    descriptor: number,
    private readonly onFailure: (error: unknown) => void,
    private readonly writeText: (descriptor: number, text: string) => void,
  ) {
    this.#descriptor = descriptor;
  }

  /**
   * Goes on at the end of a file that is there, if it is one of the kind.
   *
   * @param beginning what a file of this kind begins with
   * @param onFailure told once, when it cannot be written any more
   * @param writeText the system's own, but for tests
   * @throws ReportError where it cannot be begun
   */
  static open(
    path: string,
    beginning: RegExp,
    onFailure: (error: unknown) => void,
    writeText: (descriptor: number, text: string) => void = writeSync,
  ): GrowingFile {
    try {
      checkIsFile(path);
      const descriptor = openSync(path, 'a+', 0o600);
      try {
        checkBeginning(path, descriptor, beginning);
        if (process.platform !== 'win32') fchmodSync(descriptor, 0o600);
        return new GrowingFile(path, descriptor, onFailure, writeText);
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
    } catch (error) {
      throw outputFailure(path, error);
    }
  }

  write(text: string): void {
    if (this.#descriptor === undefined) return;
    try {
      this.writeText(this.#descriptor, text);
    } catch (error) {
      this.close();
      this.onFailure(outputFailure(this.path, error));
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    try {
      closeSync(descriptor);
    } catch (error) {
      // What a file system could not write before it says now.
      this.onFailure(outputFailure(this.path, error));
    }
  }
}

/** A device or a pipe would be waited for without end, or swallow what is written. @throws ReportError */
function checkIsFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new ReportError(sentence`${path} is not a file. Specify another one.`);
}

/** Nothing is appended to what somebody else wrote. @throws ReportError */
function checkBeginning(path: string, descriptor: number, beginning: RegExp): void {
  const bytes = Buffer.alloc(64);
  const length = readSync(descriptor, bytes, 0, bytes.length, 0);
  if (length > 0 && !beginning.test(bytes.toString('latin1', 0, length)))
    throw new ReportError(
      sentence`${path} is a different kind of file, so nothing was appended to it. Specify another one.`,
    );
}
