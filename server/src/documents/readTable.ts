import { readDataset } from '#core/dataset/datasetTable';
import type { Dialect, ToolVersion } from '#core/columns/datasetColumns';
import type { OtherDatasets } from '#core/dataset/otherDatasets';
import type { DiskFacts } from '#core/disk/diskFacts';
import { readDriveset } from '#core/driveset/drivesetTable';
import type { EarlierDrives } from '#core/driveset/earlierDrives';
import type { JobDrives } from '#core/driveset/jobDrives';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { RuleSettings } from '#core/rules/ruleSettings';
import type { TableDocument } from '#core/table/tableDocument';
import { detectDialect } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';
import type { Steps } from '#core/work/steps';

/** What decides how a table is checked, besides its text. */
export interface TableOptions {
  readonly settings: RuleSettings;
  /** `auto`: the header tells. */
  readonly dialect: Dialect | 'auto';
  readonly nativePaths: boolean;
  readonly disk: DiskFacts;
  readonly tool: ToolVersion;
  /** True where git tracks the file. */
  readonly tracked: boolean;
  readonly onRuleFailure: (codes: readonly RuleCode[], error: unknown) => void;
}

/** A table with the means to tell it of its job. */
export interface OpenTable {
  readonly kind: TableKind;
  readonly table: TableDocument;
  /** Of a dataset. */
  readonly dialect: Dialect | undefined;
  /** Of a dataset: the drives of its job. */
  readonly setDrives: (drives: JobDrives) => void;
  /** Of a driveset: the drives of those that come before it. */
  readonly setEarlierDrives: (drives: EarlierDrives) => void;
  /** Of a dataset: the others of its job. */
  readonly setOthers: (others: OtherDatasets) => void;
}

const nothing = () => undefined;

/** Reads a table's text under the given options, in steps. */
export function* readTable(text: string, kind: TableKind, options: TableOptions): Steps<OpenTable> {
  const { settings, onRuleFailure } = options;
  if (kind === 'driveset') {
    const { table, setEarlierDrives } = yield* readDriveset(text, { context: { tracked: options.tracked }, settings, onRuleFailure });
    return { kind, table, dialect: undefined, setDrives: nothing, setEarlierDrives, setOthers: nothing };
  }
  const dialect = options.dialect === 'auto' ? detectDialect(text) : options.dialect;
  const { nativePaths, disk, tool } = options;
  const { table, setDrives, setOthers } = yield* readDataset(text, { context: { dialect, nativePaths, disk, tool }, settings, onRuleFailure });
  return { kind, table, dialect, setDrives, setEarlierDrives: nothing, setOthers };
}
