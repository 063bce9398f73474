import { journalRecordText } from './journalText';
import { RECORD_END } from './journalRecord';

/**
 * The recovery log (`.recovery`): what a session goes on from. It has the records of `sessionRecords`, in the form of a journal, and each
 * carries a checksum of itself and of all before it, so that no line can be changed, moved or left out unseen. The journal itself,
 * which the portal is given, holds nothing but what the original tool documents.
 */

/** The type of the record that a recovery log begins with. */
export const NEW_RECOVERY_LOG = 'NewRecoveryLog';

/** The field that ends each of its records: SHA-256 in base64 of the record before it and of the record's own bytes above this field. */
export const CHECKSUM_FIELD = 'Checksum';

const VERSION = '1';

/** Where the recovery log of a journal lies: `job.recovery` beside `job.jrn`. */
export function recoveryPathOf(journal: string): string {
  return `${journal.replace(/\.jrn$/i, '')}.recovery`;
}

/** The record that a recovery log begins with, without its checksum. */
export function newRecoveryLogText(time: Date): string {
  return journalRecordText(NEW_RECOVERY_LOG, time, [['Version', VERSION]]);
}

/** A record's text in two: what a checksum is made of, and its last line, before which the checksum stands. */
export function splitRecordEnd(record: string): readonly [covered: string, end: string] {
  const at = record.lastIndexOf(RECORD_END);
  return [record.slice(0, at), record.slice(at)];
}
