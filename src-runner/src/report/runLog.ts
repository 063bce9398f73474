import { closeSync, openSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../model/makeFolders';
import { GrowingFile } from './growingFile';
import { codeOf } from '../model/systemError';
import { outputFailure } from './privateFile';
import type { SecretMask } from './secretMask';

export type LogLevel = 'info' | 'warning' | 'error';

/** Every line begins with its time. */
const LINE_BEGINNING = /^\d{4}-\d\d-\d\dT/;

/**
 * The log of a session: a line for everything it does, with the time in UTC and without secrets. A resumed session
 * appends to the same file. If the log cannot be written any more, the session continues without it.
 */
export class RunLog {
  private constructor(
    private readonly file: GrowingFile,
    private readonly mask: SecretMask,
  ) {}

  /**
   * Creates an empty log for a new session. If the name is taken, possibly by another job, it uses the next free name.
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
   * @param onFailure called once, when the log cannot be written any more
   * @throws ReportError if it cannot be opened
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
    // Keeps the message on one line, whatever characters a name contains.
    const text = this.mask.mask(message).replace(/\p{Cc}+/gu, ' ');
    this.file.write(`${new Date().toISOString()} ${level.padEnd(7)} ${text}\n`);
  }

  close(): void {
    this.file.close();
  }
}

/** The usual name of a session's log, unless it was taken. */
export function logNameOf(sessionId: string): string {
  return `${sessionId}.log`;
}
