import { CsvRow } from '../csv/csvChunk';
import type { FindingCounts } from '../rules/placedFinding';

/** A record of a dataset or driveset, with what the rules found in it: counts only, the findings are made on demand. */
export class TableRow extends CsvRow {
  /** Findings that the record has by itself; `undefined` where it has none, as most have. */
  own: FindingCounts | undefined;
  /** What other records, or other files, make wrong with this one: bits numbered as in the table's `sharedCodes`. */
  shared = 0;
  /** True for a line that is no record: an empty one, or one above the header. */
  blank = false;
}
