import type { Position } from 'vscode-languageserver-types';
import type { JournalEntry } from '#core/journal/journalReading';
import { parseJournal } from '#core/journal/journalParser';
import type { JournalField, JournalRecord } from '#core/journal/journalRecord';
import type { JournalFile } from './journalFile';

/** A record, with its lines in the journal. */
export interface PlacedRecord {
  readonly entry: JournalEntry;
  readonly record: JournalRecord;
}

/** The record at a line, parsed again from its text. */
export function recordAtLine(model: JournalFile, line: number): PlacedRecord | undefined {
  const { entries } = model.parsed.read;
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (entries[middle]!.line <= line) low = middle;
    else high = middle - 1;
  }
  const entry = entries[low];
  return entry && entry.line <= line && line <= entry.lastLine ? readRecord(model, entry) : undefined;
}

/** Parses a record from its text. */
export function readRecord(model: JournalFile, entry: JournalEntry): PlacedRecord | undefined {
  const { records } = parseJournal(model.getText().slice(entry.start, entry.end));
  const [record] = records;
  if (!record) return undefined;
  const fields = record.fields.map((field) => ({ ...field, line: field.line + entry.line }));
  return { entry, record: { ...record, fields, line: entry.line, lastLine: entry.lastLine } };
}

/** The field of a record at a line. */
export function fieldAtLine({ record }: PlacedRecord, { line }: Position): JournalField | undefined {
  return record.fields.findLast((field) => field.line <= line && line <= lastLineOf(field));
}

/** The last line of a field, including its `[EndValue]`. */
function lastLineOf({ value, block, line }: JournalField): number {
  return block ? line + (value.match(/\r\n|\r|\n/g)?.length ?? 0) + 2 : line;
}
