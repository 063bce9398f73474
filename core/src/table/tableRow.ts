import { CsvRow } from '../csv/csvRow';

/** A record of a dataset or driveset, with what the rules found in it: counts only, the findings are made on demand. */
export class TableRow extends CsvRow {
  /** Findings of severity error, warning and information that the record has by itself. */
  errors = 0;
  warnings = 0;
  information = 0;
  /** What other records, or other files, make wrong with this one: bits numbered as in the table's `sharedCodes`. */
  shared = 0;
  /** True for an empty line, which is no record. */
  blank = false;
}
