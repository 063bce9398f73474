import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { outputFailure } from './privateFile';
import type { SecretMask } from './secretMask';

export type LogLevel = 'info' | 'warning' | 'error';

/**
 * The log of a session: a line for everything that it does, with the time in UTC, and no secrets. A session that is resumed goes on in
 * the same file. A log that cannot be written any more stops nothing.
 */
export class RunLog {
  #descriptor: number | undefined;

  private constructor(
    readonly path: string,
    descriptor: number,
    private readonly mask: SecretMask,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#descriptor = descriptor;
  }

  /**
   * @param onFailure told once, when the log cannot be written any more
   * @throws ReportError where it cannot be begun
   */
  static open(directory: string, sessionId: string, mask: SecretMask, onFailure: (error: unknown) => void): RunLog {
    const path = join(directory, `${sessionId}.log`);
    try {
      mkdirSync(directory, { recursive: true });
      return new RunLog(path, openSync(path, 'a', 0o600), mask, onFailure);
    } catch (error) {
      throw outputFailure(path, error);
    }
  }

  write(level: LogLevel, message: string): void {
    if (this.#descriptor === undefined) return;
    // One line, whatever a name may hold.
    const text = this.mask.mask(message).replace(/\p{Cc}+/gu, ' ');
    try {
      writeSync(this.#descriptor, `${new Date().toISOString()} ${level.padEnd(7)} ${text}\n`);
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
