/** A value that a column allows. */
export interface ColumnValue {
  readonly value: string;
  /** Markdown. */
  readonly documentation: string;
  /** What completion inserts, if not `value`. */
  readonly insertText?: string;
}

/** A column of a CSV, as the tool's documentation describes it. `Key` is the property of a row that holds its field. */
export interface Column<Key extends string = string> {
  /** As the header spells it. */
  readonly name: string;
  readonly key: Key;
  /** True where the header must have this column. */
  readonly required: boolean;
  /** Markdown. */
  readonly documentation: string;
  /** The value that an empty field stands for; absent where it stands for none. */
  readonly default?: string;
  /** All allowed values; empty for a column of free text. */
  readonly values: readonly ColumnValue[];
}
