import type { Span } from '../text/position';

/**
 * One field of a record, as rules see it. `start` and `end` are UTF-16 offsets from the record's first character and
 * include the quotes. While findings are counted, the rule engine reuses the object for the next record, so a rule must
 * not keep it. Findings that are kept are made from fields that do not change.
 */
export interface Field extends Span {
  /**
   * The text without quotes, with doubled quotes undone. Spaces inside the quotes or around bare text are part of it.
   */
  readonly value: string;
  /** The text as written, including quotes: the record from `start` to `end`. */
  readonly raw: string;
  /** True where the field is written in quotes. */
  readonly quoted: boolean;
}
