/** A value that a column allows. */
export interface ColumnValue {
  readonly value: string;
  /** Markdown. */
  readonly documentation: string;
  /** What completion inserts, where that is not `value`. */
  readonly insertText?: string;
}

/** A column of a CSV, as the tool's documentation describes it. `Key` is the row's property that holds it. */
export interface Column<Key extends string = string> {
  /** As the header spells it. */
  readonly name: string;
  readonly key: Key;
  /** True where the header must have it. */
  readonly required: boolean;
  /** Markdown. */
  readonly documentation: string;
  /** What an empty field means; absent where it means nothing. */
  readonly default?: string;
  /** Every allowed value, or none where the column takes free text. */
  readonly values: readonly ColumnValue[];
}
