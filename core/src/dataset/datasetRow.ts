import type { DiskFacts } from '../disk/diskFacts';
import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { DatasetRow, Dialect, ToolVersion } from '../columns/datasetColumns';

/** What a dataset's rules need besides the row. */
export interface DatasetContext {
  readonly dialect: Dialect;
  /** True where the runner that will be used accepts a native absolute path of this (non-Windows) machine. */
  readonly nativePaths: boolean;
  readonly disk: DiskFacts;
  /** `current` without it. */
  readonly tool?: ToolVersion;
}

/** Rules that look at one row alone. One that throws costs its own findings only. */
export interface DatasetRule {
  /** The codes it can report. */
  readonly codes: readonly RuleCode[];
  readonly check: (row: DatasetRow, context: DatasetContext, report: Report) => void;
}
