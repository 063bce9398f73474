import { CopyLogReading } from '../copyLog/copyLogReading';
import { checkDriveInfo } from '../driveInfo/checkDriveInfo';
import { ManifestReading } from '../driveManifest/manifestReading';
import { ExportListReading } from '../exportList/exportListReading';
import type { FileKind } from '../job/fileKind';
import { JournalReading } from '../journal/journalReading';
import type { FileFinding } from '../rules/fileFinding';
import { checkSideFile } from '../sideFiles';

/** Takes the text of a file in pieces. */
export interface PieceReader<Read> {
  push(piece: string): void;
  /** Ends the text. */
  end(): Read;
}

/** Creates a reader for a file that reports the file's findings. */
export type ReaderOf<Read> = (report: (finding: FileFinding) => void) => PieceReader<Read>;

/** For small files, which are checked as a whole. */
export function wholeTextReader(check: (text: string) => readonly FileFinding[]): ReaderOf<undefined> {
  return (report) => {
    const pieces: string[] = [];
    return {
      push: (piece) => pieces.push(piece),
      end: () => {
        for (const finding of check(pieces.join(''))) report(finding);
        return undefined;
      },
    };
  };
}

/** The readers for each kind of file that accompanies a job and can be judged without other files. */
export const fileReaders = {
  journal: (report) => new JournalReading(report),
  manifest: (report) => new ManifestReading(report),
  'copy-log': (report) => new CopyLogReading(report),
  'export-list': (report) => new ExportListReading(report),
  'drive-info': wholeTextReader((text) => checkDriveInfo(text)),
  metadata: wholeTextReader((text) => checkSideFile(text, 'metadata')),
  properties: wholeTextReader((text) => checkSideFile(text, 'properties')),
} as const satisfies Partial<Record<FileKind, ReaderOf<unknown>>>;
