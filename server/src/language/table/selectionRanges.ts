import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import { fieldAt, innerSpan, rangeIn } from './fieldPlace';
import type { TableContext } from './tableFile';
import { contains, sameRange } from '../ranges';

/** For each position: the value inside its quotes, the field, the record, and the file. */
export function selectionRanges(context: TableContext, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionAt(context, position));
}

function selectionAt({ model: { table } }: TableContext, position: Position): SelectionRange {
  const { csv } = table;
  const file: Range = { start: { line: 0, character: 0 }, end: csv.positionAt(csv.length) };
  const ranges = [file];
  const row = csv.rowAtLine(position.line);
  const place = fieldAt(table, position);
  if (row) {
    const { start, end } = csv.scan(row);
    ranges.push(csv.rangeOf(row, 0, end - start));
  }
  if (place) ranges.push(rangeIn(table, place, place), rangeIn(table, place, innerSpan(place)));
  // Each range must contain the position and be inside the next larger one.
  const at = csv.positionAt(csv.offsetAt(position));
  let selection: SelectionRange = { range: file };
  for (const range of ranges.slice(1)) {
    if (contains(range, at) && !sameRange(range, selection.range)) selection = { range, parent: selection };
  }
  return selection;
}
