import { CsvRow } from '../csv/csvChunk';
import type { FindingCounts } from '../rules/placedFinding';

/** A record of a dataset or driveset with the counts of its findings; the findings themselves are made on demand. */
export class TableRow extends CsvRow {
  /** Counts of its own findings; `undefined` where it has none, as for most records. */
  own: FindingCounts | undefined;
  /** Findings that depend on other records or files: one bit for each of the table's `sharedCodes`. */
  shared = 0;
  /** True for a line that is not a record: it is empty, or above the header. */
  blank = false;
}
