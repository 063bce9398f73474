import type { DiskFacts } from '../disk/diskFacts';
import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { DatasetRow, Dialect, ToolVersion } from '../columns/datasetColumns';

/** What a dataset's rules need besides the row. */
export interface DatasetContext {
  readonly dialect: Dialect;
  /** True where the chosen runner accepts native absolute paths of this (non-Windows) machine. */
  readonly nativePaths: boolean;
  readonly disk: DiskFacts;
  /** Absent: `current`. */
  readonly tool?: ToolVersion;
}

/** A rule that looks at one row alone. If it throws, only its own findings are lost. */
export interface DatasetRule {
  /** The codes it can report. */
  readonly codes: readonly RuleCode[];
  readonly check: (row: DatasetRow, context: DatasetContext, report: Report) => void;
}
