import { closeSync, openSync, writeSync } from 'node:fs';
import { outputFailure } from './privateFile';

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
  ) {
    this.#descriptor = descriptor;
  }

  /**
   * Goes on at the end of a file that is there.
   *
   * @param onFailure told once, when it cannot be written any more
   * @throws ReportError where it cannot be begun
   */
  static open(path: string, onFailure: (error: unknown) => void): GrowingFile {
    try {
      return new GrowingFile(path, openSync(path, 'a', 0o600), onFailure);
    } catch (error) {
      throw outputFailure(path, error);
    }
  }

  write(text: string): void {
    if (this.#descriptor === undefined) return;
    try {
      writeSync(this.#descriptor, text);
    } catch (error) {
      this.close();
      this.onFailure(outputFailure(this.path, error));
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
