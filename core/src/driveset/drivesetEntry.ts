import { contentOf } from '../csv/fieldContent';
import type { TableDocument } from '../table/tableDocument';
import { driveLetter } from '../names/driveLetter';
import { asDrivesetRow } from '../columns/drivesetColumns';

/** A record of a valid driveset, as needed for preparing the drive. */
export interface DrivesetEntry {
  /** The driveset file and the zero-based line, for messages. */
  readonly file: string;
  readonly line: number;
  /** Upper-case. */
  readonly letter: string;
  /** False for `AlreadyFormatted`. */
  readonly formats: boolean;
  /** True where the user must be asked before the drive is erased. */
  readonly prompts: boolean;
  /** False for `AlreadyEncrypted`. */
  readonly encrypts: boolean;
  /** The numerical password of a drive that is already encrypted. A secret. */
  readonly key: string | undefined;
}

/** The records of a driveset without errors, in order. Records without a valid letter are left out. */
export function drivesetEntries(table: TableDocument, file: string): DrivesetEntry[] {
  const entries: DrivesetEntry[] = [];
  for (const { fields, line } of table.records()) {
    const row = asDrivesetRow(fields);
    const letter = driveLetter(contentOf(row.driveLetter) ?? '');
    if (letter === undefined) continue;
    entries.push({
      file,
      line,
      letter,
      formats: contentOf(row.formatOption) === 'Format',
      prompts: contentOf(row.silentOption) === 'PromptOnFormat',
      encrypts: contentOf(row.encryption) !== 'AlreadyEncrypted',
      key: contentOf(row.key) === '' ? undefined : contentOf(row.key),
    });
  }
  return entries;
}
