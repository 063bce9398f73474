import type { Span } from '../text/position';

/**
 * One field of a record, as rules see it. `start` and `end` are UTF-16 offsets from the record's first
 * character and include the quotes. The rule engine reuses the object for the next record: a rule reads
 * it and lets go.
 */
export interface Field extends Span {
  /** The text without quotes, doubled quotes undone; spaces inside the quotes or around bare text are part of it. */
  readonly value: string;
  /** The text as written, quotes and all: the record from `start` to `end`. */
  readonly raw: string;
  /** True where the field is written in quotes. */
  readonly quoted: boolean;
}
