import type { FileReport } from '../../../job/fileReport';

/** Writes results in one format, file by file. Each function returns the text to write next. */
export interface ReportWriter {
  begin(): string;
  file(report: FileReport): string;
  /** How much of a file has been read, in bytes; only for formats that report it. */
  progress?(file: string, bytesRead: number, size: number): string;
  /** `messages`: what could not be read, and why. */
  end(messages: readonly string[]): string;
}
