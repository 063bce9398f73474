import type { Field } from '../csv/field';
import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';

/** A driveset record by column. A column that the header lacks is `undefined`; so is a field the record lacks. */
export interface DrivesetRow {
  readonly driveLetter: Field | undefined;
  readonly formatOption: Field | undefined;
  readonly silentOption: Field | undefined;
  readonly encryption: Field | undefined;
  readonly key: Field | undefined;
}

/** What a driveset's rules need besides the row. */
export interface DrivesetContext {
  /** True where git tracks the file. */
  readonly tracked: boolean;
}

/** Rules that look at one row alone. One that throws costs its own findings only. */
export interface DrivesetRule {
  /** The codes it can report. */
  readonly codes: readonly RuleCode[];
  readonly check: (row: DrivesetRow, context: DrivesetContext, report: Report) => void;
}
