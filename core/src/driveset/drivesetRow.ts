import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { DrivesetRow } from '../columns/drivesetColumns';

/** What a driveset's rules need besides the row. */
export interface DrivesetContext {
  /** True where git tracks the file. */
  readonly tracked: boolean;
}

/** A rule that looks at one row alone. If it throws, only its own findings are lost. */
export interface DrivesetRule {
  /** The codes it can report. */
  readonly codes: readonly RuleCode[];
  readonly check: (row: DrivesetRow, context: DrivesetContext, report: Report) => void;
}
