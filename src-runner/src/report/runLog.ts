import { join } from 'node:path';
import { makeFolders } from '../model/makeFolders';
import { GrowingFile } from './growingFile';
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
   * @param onFailure told once, when the log cannot be written any more
   * @throws ReportError where it cannot be begun
   */
  static open(directory: string, sessionId: string, mask: SecretMask, onFailure: (error: unknown) => void): RunLog {
    const path = join(directory, `${sessionId}.log`);
    try {
      makeFolders(directory);
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
