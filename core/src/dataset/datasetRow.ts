import type { Field } from '../csv/field';
import type { DiskFacts } from '../disk/diskFacts';
import type { Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';

/** `blob`: WAImportExport's 2017 line. `files`: 2.2.0.300, for Azure Files. The header tells which. */
export type Dialect = 'blob' | 'files';

/** Whose reading of a dataset counts. `current`: 1.5.0.300 and 2.2.0.300, which overwrite always; `2017`: those before, which read Disposition. */
export type ToolVersion = 'current' | '2017';

/** A dataset record by column. A column that the header lacks is `undefined`; so is a field the record lacks. */
export interface DatasetRow {
  readonly basePath: Field | undefined;
  /** DstBlobPathOrPrefix or DstItemPathOrPrefix. */
  readonly destination: Field | undefined;
  /** BlobType or ItemType. */
  readonly type: Field | undefined;
  readonly disposition: Field | undefined;
  readonly metadataFile: Field | undefined;
  readonly propertiesFile: Field | undefined;
}

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
