import { lineOfRow } from '#core/csv/csvChunk';
import type { TableDocument } from '#core/table/tableDocument';
import type { RowFields } from '#core/table/tableRules';
import type { TableRow } from '#core/table/tableRow';

/** How many lines are sampled at the beginning of a file, and around a line. */
const SAMPLE = 300;

/**
 * A sample of records that suggests what the others contain: the first ones, and those around `line`. It costs the same
 * for a file of any length. Fields are valid until the next step.
 */
export function* sampledRecords(table: TableDocument, line = 0): Generator<{ row: TableRow; fields: RowFields }> {
  const from = Math.max(SAMPLE, line - SAMPLE / 2);
  yield* limited(table, 0, SAMPLE - 1);
  if (line >= SAMPLE / 2) yield* limited(table, from, from + SAMPLE);
}

/** The records that begin in these lines. */
function* limited(
  table: TableDocument,
  firstLine: number,
  lastLine: number,
): Generator<{ row: TableRow; fields: RowFields }> {
  for (const row of table.csv.rows(firstLine, lastLine)) {
    // A record that begins before this stretch is not part of it.
    if (row.blank || row === table.headerRow || lineOfRow(row) < firstLine) continue;
    yield { row, fields: table.read(row) };
  }
}
