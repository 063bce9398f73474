import type { InlayHint, Range } from 'vscode-languageserver-types';
import { fieldsOf } from './fieldPlace';
import type { TableContext } from './tableFile';

/** How many records of a range get hints; a screen shows fewer. */
const MAX_RECORDS = 500;

/** The column's name before each value in the range, if the user wants hints. */
export function inlayHints(context: TableContext, { start, end }: Range): InlayHint[] {
  const {
    model: { table },
    settings,
    isCancelled,
  } = context;
  if (!settings.columnNameHints) return [];
  const hints: InlayHint[] = [];
  let records = 0;
  for (const row of table.csv.rows(start.line, end.line)) {
    if (row.blank || row === table.headerRow) continue;
    if (++records > MAX_RECORDS || isCancelled()) break;
    for (const place of fieldsOf(table, row)) {
      if (!place.column) continue;
      const position = table.csv.positionAt(table.csv.offsetOf(row) + place.start);
      hints.push({ position, label: `${place.column.name}:`, paddingRight: true });
    }
  }
  return hints;
}
