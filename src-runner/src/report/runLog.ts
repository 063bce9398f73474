import { closeSync, openSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../model/makeFolders';
import { GrowingFile } from './growingFile';
import { codeOf } from '../model/systemError';
import { outputFailure } from './privateFile';
import type { SecretMask } from './secretMask';

export type LogLevel = 'info' | 'warning' | 'error';

/** Every line has its time in front. */
const LINE_BEGINNING = /^\d{4}-\d\d-\d\dT/;

/**
 * The log of a session: a line for everything that it does, with the time in UTC, and no secrets. A session that is resumed goes on in
 * the same file. A log that cannot be written any more stops nothing.
 */
export class RunLog {
  private constructor(
    private readonly file: GrowingFile,
    private readonly mask: SecretMask,
  ) {}

  /**
   * Makes the log of a new session, empty, and none of another job: where the name is taken, it is the next free one.
   *
   * @returns its name in the directory
   * @throws ReportError
   */
  static make(directory: string, sessionId: string): string {
    for (let number = 1; ; number++) {
      const path = join(directory, number === 1 ? logNameOf(sessionId) : `${sessionId}-${number}.log`);
      try {
        makeFolders(directory);
        closeSync(openSync(path, 'wx', 0o600));
        return basename(path);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw outputFailure(path, error);
      }
    }
  }

  /**
   * @param onFailure told once, when the log cannot be written any more
   * @throws ReportError where it cannot be begun
   */
  static open(path: string, mask: SecretMask, onFailure: (error: unknown) => void): RunLog {
    try {
      makeFolders(dirname(path));
    } catch (error) {
      throw outputFailure(path, error);
    }
    return new RunLog(GrowingFile.open(path, LINE_BEGINNING, onFailure), mask);
  }

  get path(): string {
    return this.file.path;
  }

  write(level: LogLevel, message: string): void {
    // One line, whatever a name may hold.
    const text = this.mask.mask(message).replace(/\p{Cc}+/gu, ' ');
    this.file.write(`${new Date().toISOString()} ${level.padEnd(7)} ${text}\n`);
  }

  close(): void {
    this.file.close();
  }
}

/** The name that a session's log has, unless it was taken. */
export function logNameOf(sessionId: string): string {
  return `${sessionId}.log`;
}
