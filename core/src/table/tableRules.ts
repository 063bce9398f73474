import type { Field } from '../csv/field';
import type { Finding, Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { RelatedTemplate } from '../rules/placedFinding';
import type { Steps } from '../work/steps';
import type { TableRow } from './tableRow';

/** A record's fields by column key; `undefined` where the header or the record lacks the column. */
export type RowFields = Readonly<Record<string, Field | undefined>>;

/** A finding that depends on other records, with references to them. */
export interface SharedFinding extends Finding {
  readonly related: readonly (RelatedField | RelatedTemplate)[];
}

/** A related field in another row. */
export interface RelatedField {
  readonly row: TableRow;
  readonly key: string;
  readonly message: string;
}

/** The rules of one kind of table, beyond those of CSV. */
export interface TableRules {
  /** Codes of findings that depend on other records. Bit i of a row's `shared` stands for the i-th code. */
  readonly sharedCodes: readonly RuleCode[];
  createRow(): TableRow;
  /**
   * The rules that look at one record alone. Fields may be windows, which the next record moves; the same holds for
   * `added` and `removed`.
   */
  check(fields: RowFields, report: Report): void;
  /** Called when a record is added, to index its keys. May call `setShared`, also for other rows. */
  added(row: TableRow, fields: RowFields): void;
  /** Called before a record is removed. */
  removed(row: TableRow, fields: RowFields): void;
  /** Creates the finding for a bit of the row's `shared`. Its fixes may `read` this and other rows. */
  describeShared(
    row: TableRow,
    fields: RowFields,
    code: RuleCode,
    read: (row: TableRow) => RowFields,
  ): SharedFinding | undefined;
  /** Rules over all records, for tables that are normally small; in steps, in case one is not. */
  checkAll?(records: Iterable<TableRecord>, report: (row: TableRow, finding: SharedFinding) => void): Steps<void>;
}

/** A record of a table. */
export interface TableRecord {
  readonly row: TableRow;
  readonly fields: RowFields;
  /** Zero-based. */
  readonly line: number;
}

/** Sets or clears a bit of a row's `shared` and updates the counts. */
export type SetShared = (row: TableRow, bit: number, on: boolean) => void;
