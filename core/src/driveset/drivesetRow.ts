import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { DrivesetRow } from '../columns/drivesetColumns';

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
