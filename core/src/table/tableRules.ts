import type { Field } from '../csv/field';
import type { Finding, Report } from '../rules/finding';
import type { RuleCode } from '../rules/catalogue';
import type { RelatedTemplate } from '../rules/placedFinding';
import type { Steps } from '../work/steps';
import type { TableRow } from './tableRow';

/** A record's fields by the key of their column; `undefined` where header or record lack the column. */
export type RowFields = Readonly<Record<string, Field | undefined>>;

/** A finding that comes of other records: which ones, and what to say of them. */
export interface SharedFinding extends Finding {
  readonly related: readonly (RelatedField | RelatedTemplate)[];
}

/** A field of another row that a finding is about. */
export interface RelatedField {
  readonly row: TableRow;
  readonly key: string;
  readonly message: string;
}

/** What a kind of table adds to the rules of CSV. */
export interface TableRules {
  /** Codes that come of other records. Bit i of a row's `shared` stands for the i-th. */
  readonly sharedCodes: readonly RuleCode[];
  createRow(): TableRow;
  /** The rules that look at one record alone. The fields may be windows, which the next record moves; so may those of `added` and `removed`. */
  check(fields: RowFields, report: Report): void;
  /** A record has come, and its keys are to be indexed. `setShared` of other rows may be called. */
  added(row: TableRow, fields: RowFields): void;
  /** A record goes. */
  removed(row: TableRow, fields: RowFields): void;
  /** Makes the finding that a bit of the row's `shared` stands for. Its fixes may `read` this and other rows. */
  describeShared(
    row: TableRow,
    fields: RowFields,
    code: RuleCode,
    read: (row: TableRow) => RowFields,
  ): SharedFinding | undefined;
  /** Rules over all records of a table that is small by nature; in steps, for nature is not all. */
  checkAll?(records: Iterable<TableRecord>, report: (row: TableRow, finding: SharedFinding) => void): Steps<void>;
}

/** A record of a table. */
export interface TableRecord {
  readonly row: TableRow;
  readonly fields: RowFields;
  /** Zero-based. */
  readonly line: number;
}

/** Sets or clears a bit of a row's `shared`, and keeps the counts. */
export type SetShared = (row: TableRow, bit: number, on: boolean) => void;
