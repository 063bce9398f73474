import { dependsOnDisk } from '#core/dataset/datasetTable';
import type { TableDocument } from '#core/table/tableDocument';
import type { Steps } from '#core/work/steps';

/** Checks the rows again that name one of some paths, between edits: a row that one has replaced was checked when it came. */
export function* recheckSteps(table: TableDocument, paths: ReadonlySet<string>): Steps<boolean> {
  const { csv } = table;
  for (const row of [...csv.rows()]) {
    yield;
    // All rows are new and checked where the text was read anew.
    if (table.csv !== csv) return true;
    if (!row.chunk || row.blank || row === table.headerRow) continue;
    if (dependsOnDisk(table.read(row), paths)) table.recheckRow(row);
  }
  return true;
}
