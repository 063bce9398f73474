import { lineOfRow } from '#core/csv/csvChunk';
import type { TableDocument } from '#core/table/tableDocument';
import type { RowFields } from '#core/table/tableRules';
import type { TableRow } from '#core/table/tableRow';

/** Records read at the beginning of a file, and as many around a line. */
const SAMPLE = 300;

/**
 * Records that suggest what a file's other records hold: the first ones, and those around `line`. The cost is
 * the same for a file of any length. Fields hold until the next step.
 */
export function* sampledRecords(table: TableDocument, line = 0): Generator<{ row: TableRow; fields: RowFields }> {
  const from = Math.max(SAMPLE, line - SAMPLE / 2);
  yield* limited(table, 0, SAMPLE - 1);
  if (line >= SAMPLE / 2) yield* limited(table, from, from + SAMPLE);
}

/** Records by lines, and not more of them than lines. */
function* limited(
  table: TableDocument,
  firstLine: number,
  lastLine: number,
): Generator<{ row: TableRow; fields: RowFields }> {
  for (const row of table.csv.rows(firstLine, lastLine)) {
    // A record that begins before the stretch belongs to the one before it.
    if (row.blank || row === table.headerRow || lineOfRow(row) < firstLine) continue;
    yield { row, fields: table.read(row) };
  }
}
