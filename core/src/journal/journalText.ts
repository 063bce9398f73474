import { RECORD_BEGIN, RECORD_END, VALUE_BEGIN, VALUE_END } from './journalRecord';

/** The tool's name for the format of its records. */
export const VOCABULARY_VERSION = '2013-02-01';

/** As on Windows, where the tool runs. Readers accept LF as well. */
const LINE_END = '\r\n';

/** A journal cannot contain this value. The message names the field and the reason, but never the value. */
export class JournalValueError extends Error {}

export type JournalFieldText = readonly [name: string, value: string];

/** The first record of a journal. */
export function newJournalText(time: Date): string {
  return journalRecordText('NewJournalFile', time, [['VocabularyVersion', VOCABULARY_VERSION]]);
}

/** An ActivityRecord about `activity`. */
export function activityText(activity: string, time: Date, fields: readonly JournalFieldText[]): string {
  return journalRecordText('ActivityRecord', time, [['ActivityId', activity], ...fields]);
}

/**
 * A record as written to the file, with its line end. The time is in UTC.
 *
 * @throws JournalValueError
 */
export function journalRecordText(type: string, time: Date, fields: readonly JournalFieldText[]): string {
  let text = `${RECORD_BEGIN}[${journalTime(time)}][Type:${type}]${LINE_END}`;
  for (const [name, value] of fields) text += fieldText(name, value);
  return `${text}${RECORD_END}${LINE_END}`;
}

const literal = (mark: string): string => mark.replace(/[[\]]/g, '\\$&');
/** Lines of a value that a reader would take for the journal's marks. */
const marks = new RegExp(`(?:^|\\n)(?:${literal(VALUE_END)}(?:\\n|$)|${literal(RECORD_BEGIN)})`);

function fieldText(name: string, value: string): string {
  // eslint-disable-next-line no-control-regex -- what is looked for are control characters.
  if (/[\u0000-\u0008\u000b-\u001f]/.test(value)) {
    throw new JournalValueError(`${name} holds a control character, which a journal cannot: choose a name without it.`);
  }
  const single = !value.includes('\n') && !value.startsWith(VALUE_BEGIN);
  if (single) return `${name}: ${value}${LINE_END}`;
  if (marks.test(value)) {
    throw new JournalValueError(`${name} has a line that a journal takes for one of its own marks.`);
  }
  return `${name}: ${VALUE_BEGIN}${LINE_END}${value.replaceAll('\n', LINE_END)}${LINE_END}${VALUE_END}${LINE_END}`;
}

/** `2016/11/02 18:24:14.735`, in UTC. */
export function journalTime(time: Date): string {
  return time.toISOString().replace(/^(\d+)-(\d+)-(\d+)T(.*)Z$/, '$1/$2/$3 $4');
}

/** The time of a record in UTC; undefined where it is invalid. */
export function parseJournalTime(text: string): Date | undefined {
  const parts = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)$/.exec(text);
  if (!parts) return undefined;
  const time = new Date(`${parts[1]!}-${parts[2]!}-${parts[3]!}T${parts[4]!}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
