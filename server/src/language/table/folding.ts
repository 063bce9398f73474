import type { FoldingRange } from 'vscode-languageserver-types';
import { lineOfRow } from '#core/csv/csvChunk';
import { destinationName } from '#core/dataset/destination';
import { asDatasetRow } from '#core/columns/datasetColumns';
import type { TableRow } from '#core/table/tableRow';
import type { TableContext } from './tableFile';

/** How many records are looked at. */
const MAX_RECORDS = 10_000;
/** Shorter runs are not worth folding. */
const MIN_RUN = 3;

/** Records that span several lines, and runs of a dataset's rows with the same container or share. */
export function foldingRanges(context: TableContext): FoldingRange[] {
  const {
    model: { table },
    isCancelled,
  } = context;
  const ranges: FoldingRange[] = [];
  let run: { name: string | undefined; startLine: number; endLine: number; rows: number } | undefined;
  const endRun = () => {
    if (run && run.rows >= MIN_RUN && run.name !== undefined)
      ranges.push({ startLine: run.startLine, endLine: run.endLine });
    run = undefined;
  };
  let records = 0;
  for (const row of table.csv.rows()) {
    if (++records > MAX_RECORDS || isCancelled()) break;
    if (row.blank) continue;
    const startLine = lineOfRow(row);
    const endLine = startLine + linesWithin(context, row);
    if (endLine > startLine) ranges.push({ startLine, endLine });
    if (table.kind !== 'dataset' || row === table.headerRow) continue;
    const name = destinationName(asDatasetRow(table.read(row)));
    if (!run || run.name !== name) endRun();
    run ??= { name, startLine, endLine, rows: 0 };
    run.endLine = endLine;
    run.rows++;
  }
  endRun();
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

/** Line breaks inside the record. */
function linesWithin({ model: { table } }: TableContext, row: TableRow): number {
  const { lineBreaks, next, end } = table.csv.scan(row);
  return next > end ? lineBreaks - 1 : lineBreaks;
}
