import type { FileReport } from '../../../job/fileReport';

/** Writes results in one format, file by file. Each function gives the text to write next. */
export interface ReportWriter {
  begin(): string;
  file(report: FileReport): string;
  /** How far the reading of a file has come, in bytes; only for formats that tell. */
  progress?(file: string, bytesRead: number, size: number): string;
  /** `messages`: what could not be read, and why. */
  end(messages: readonly string[]): string;
}
