import { dependsOnDisk } from '#core/dataset/datasetTable';
import type { TableDocument } from '#core/table/tableDocument';
import type { Steps } from '#core/work/steps';

/**
 * Rechecks the rows that name one of these paths, between edits. Rows that an edit adds in the meantime were checked
 * when they came.
 */
export function* recheckSteps(table: TableDocument, paths: ReadonlySet<string>): Steps<boolean> {
  const { csv } = table;
  for (const row of [...csv.rows()]) {
    yield;
    // The text was read again, so all rows are new and already checked.
    if (table.csv !== csv) return true;
    if (!row.chunk || row.blank || row === table.headerRow) continue;
    if (dependsOnDisk(table.read(row), paths)) table.recheckRow(row);
  }
  return true;
}
