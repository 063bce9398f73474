import { closeSync, fchmodSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { sentence } from '../language/sentence';
import { outputFailure, ReportError } from './privateFile';

/**
 * A file that grows during a run and that others may follow: text is written through at once. Only its owner may read
 * it. If it cannot be written any more, the run continues without it.
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
   * Opens a file for appending; an existing one must be of this kind.
   *
   * @param beginning what a file of this kind begins with
   * @param onFailure called once, when the file cannot be written any more
   * @param writeText the system's write, except in tests
   * @throws ReportError if the file cannot be opened
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
      // Some file systems report failed writes only here.
      this.onFailure(outputFailure(this.path, error));
    }
  }
}

/**
 * Writing to a device or a pipe might block forever, or lose the text.
 *
 * @throws ReportError
 */
function checkIsFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new ReportError(sentence`${path} is not a file. Specify another one.`);
}

/**
 * Never appends to somebody else's file.
 *
 * @throws ReportError
 */
function checkBeginning(path: string, descriptor: number, beginning: RegExp): void {
  const bytes = Buffer.alloc(64);
  const length = readSync(descriptor, bytes, 0, bytes.length, 0);
  if (length > 0 && !beginning.test(bytes.toString('latin1', 0, length)))
    throw new ReportError(
      sentence`${path} is a different kind of file, so nothing was appended to it. Specify another one.`,
    );
}
