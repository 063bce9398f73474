/**
 * The journal (`.jrn`) of a preparation: a text log of records that only ever grows, written as the session advances and
 * read when it is resumed. `JournalParser` reads one in pieces, `journalRecordText` writes a record of it, and the other files of
 * this folder say what our own records hold.
 */

/** A line `Name: value` of a record, or `Name: [BeginValue]`, lines, `[EndValue]`. */
export interface JournalField {
  readonly name: string;
  /** Line ends within it are LF, whatever the file has. */
  readonly value: string;
  /** True of one between `[BeginValue]` and `[EndValue]`, whose lines begin on the line below the name. */
  readonly block: boolean;
  /** Where the field begins and ends, in units of the parsed text; the line end behind it is not part of it. */
  readonly start: number;
  readonly end: number;
  /** Zero-based line of its beginning, where a lone CR ends a line too, as it does in editors. */
  readonly line: number;
}

export interface JournalRecord {
  /** `NewJournalFile`, `ActivityRecord`, or whatever else the file says. */
  readonly type: string;
  /** As written: `2016/11/02 18:24:14.735`. */
  readonly time: string;
  readonly fields: readonly JournalField[];
  /** In units of the parsed text: the record and the line end behind it. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Zero-based line of its end. */
  readonly lastLine: number;
}

/** The value of the first field of that name. */
export function fieldValue(record: JournalRecord, name: string): string | undefined {
  return record.fields.find((field) => field.name === name)?.value;
}

/** What an ActivityRecord is about; undefined of any other record. */
export function activityOf(record: JournalRecord): string | undefined {
  return record.type === 'ActivityRecord' ? fieldValue(record, 'ActivityId') : undefined;
}

export const RECORD_BEGIN = '[BeginUpdateRecord]';
export const RECORD_END = '[EndUpdateRecord]';
export const VALUE_BEGIN = '[BeginValue]';
export const VALUE_END = '[EndValue]';
