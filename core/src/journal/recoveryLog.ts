import { journalRecordText } from './journalText';
import { RECORD_END } from './journalRecord';

/**
 * The recovery log (`.recovery`): what a session is resumed from. It has the records of `sessionRecords`, in the format
 * of a journal. Each carries a checksum of itself and all records before it, so that changing, moving or removing a
 * line is noticed. The journal itself, which the portal gets, contains only what the original tool documents.
 */

/** The type of a recovery log's first record. */
export const NEW_RECOVERY_LOG = 'NewRecoveryLog';

/**
 * The last field of each record: SHA-256 in base64 of the previous record and of this record's bytes before this field.
 */
export const CHECKSUM_FIELD = 'Checksum';

const VERSION = '1';

/** The path of a journal's recovery log: `job.recovery` beside `job.jrn`. */
export function recoveryPathOf(journal: string): string {
  return `${journal.replace(/\.jrn$/i, '')}.recovery`;
}

/** The first record of a recovery log, without its checksum. */
export function newRecoveryLogText(time: Date): string {
  return journalRecordText(NEW_RECOVERY_LOG, time, [['Version', VERSION]]);
}

/**
 * Splits a record's text: the part that the checksum covers, and the last line, before which the checksum is inserted.
 */
export function splitRecordEnd(record: string): readonly [covered: string, end: string] {
  const at = record.lastIndexOf(RECORD_END);
  return [record.slice(0, at), record.slice(at)];
}
