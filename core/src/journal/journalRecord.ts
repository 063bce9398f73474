/**
 * The journal (`.jrn`) of a preparation: a text log of records that only grows. It is written as the session advances
 * and read when it is resumed. `JournalParser` reads one in pieces, `journalRecordText` writes a record, and the other
 * files of this folder define the content of this project's own records.
 */

/** A record's line `Name: value`, or its lines `Name: [BeginValue]` to `[EndValue]`. */
export interface JournalField {
  readonly name: string;
  /** Line ends within it are LF, whatever the file has. */
  readonly value: string;
  /** True for a value between `[BeginValue]` and `[EndValue]`, whose lines begin on the line after the name. */
  readonly block: boolean;
  /** Where the field begins and ends, in units of the parsed text, without the line end after it. */
  readonly start: number;
  readonly end: number;
  /** Zero-based line of its beginning. As in editors, a lone CR also ends a line. */
  readonly line: number;
}

export interface JournalRecord {
  /** `NewJournalFile`, `ActivityRecord`, or whatever else the file says. */
  readonly type: string;
  /** As written: `2016/11/02 18:24:14.735`. */
  readonly time: string;
  readonly fields: readonly JournalField[];
  /** In units of the parsed text, including the line end after the record. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Zero-based line of its end. */
  readonly lastLine: number;
}

/** The value of the first field with that name. */
export function fieldValue(record: JournalRecord, name: string): string | undefined {
  return record.fields.find((field) => field.name === name)?.value;
}

/** The subject of an ActivityRecord; undefined for any other record. */
export function activityOf(record: JournalRecord): string | undefined {
  return record.type === 'ActivityRecord' ? fieldValue(record, 'ActivityId') : undefined;
}

export const RECORD_BEGIN = '[BeginUpdateRecord]';
export const RECORD_END = '[EndUpdateRecord]';
export const VALUE_BEGIN = '[BeginValue]';
export const VALUE_END = '[EndValue]';
