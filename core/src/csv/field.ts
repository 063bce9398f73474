import type { Span } from '../text/position';

/**
 * One field of a record, as rules see it. `start` and `end` are UTF-16 offsets from the record's first
 * character and include the quotes. Where records are counted, the rule engine moves the object to the next one: a rule reads it and
 * lets go. Findings that are kept come of fields that stay what they are.
 */
export interface Field extends Span {
  /** The text without quotes, doubled quotes undone; spaces inside the quotes or around bare text are part of it. */
  readonly value: string;
  /** The text as written, quotes and all: the record from `start` to `end`. */
  readonly raw: string;
  /** True where the field is written in quotes. */
  readonly quoted: boolean;
}
