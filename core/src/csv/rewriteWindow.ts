import { CHUNK_LENGTH, CHUNK_ROWS, CsvChunk } from './csvChunk';
import type { CsvRow } from './csvChunk';
import type { LookBeyond, RecordScanner } from './recordScanner';

/** An edit and the chunks around it. Offsets are the document's, before the edit. */
export interface WindowEdit<R extends CsvRow> {
  /** From the chunk with the character before `start` to the one with `end` or a later one. */
  readonly chunks: readonly CsvChunk<R>[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** True where the window reaches the end of the document. */
  readonly final: boolean;
}

/** What an edit turns the chunks around it into. */
export interface RewrittenWindow<R extends CsvRow> {
  readonly removed: readonly R[];
  readonly added: readonly R[];
  /** Rows among `added` whose scan looked beyond their end, with the distance from their start. */
  readonly farSighted: ReadonlyMap<R, number>;
  /** Puts all rows into new chunks, whose place in the document is set later. */
  place(): CsvChunk<R>[];
}

interface PlacedRow<R> {
  readonly row: R;
  /** Offset and line within the window's new text. */
  readonly start: number;
  readonly line: number;
}

/**
 * Re-reads records, from the one with the character before the edit until one begins where a record began before.
 * Changes nothing yet. Returns `undefined` where the window is too small to decide.
 */
export function rewriteWindow<R extends CsvRow>(
  edit: WindowEdit<R>,
  scanner: RecordScanner,
  lookBeyond: LookBeyond,
  create: () => R,
): RewrittenWindow<R> | undefined {
  const first = edit.chunks[0]!;
  const last = edit.chunks.at(-1)!;
  const before = edit.chunks.map((chunk) => chunk.text).join('');
  const text = before.slice(0, edit.start - first.offset) + edit.text + before.slice(edit.end - first.offset);
  const firstIndex = Math.max(0, first.lastIndexAt(Math.max(0, edit.start - 1 - first.offset)));
  const old = oldRows(edit.chunks, firstIndex);
  const growth = edit.text.length - (edit.end - edit.start);

  const kept: PlacedRow<R>[] = first.rows
    .slice(0, firstIndex)
    .map((row) => ({ row, start: row.start, line: row.line }));
  const fresh: PlacedRow<R>[] = [];
  const farSighted = new Map<R, number>();
  let at = first.rows[firstIndex]?.start ?? 0;
  let line = first.rows[firstIndex]?.line ?? 0;
  let next = 0;
  let ended = true;
  while (at < text.length) {
    // The offset in the old text of the character now at `at`, if it is after the edit.
    const origin = first.offset + at - growth;
    if (origin >= edit.end && ended) {
      while (next < old.length && old[next]!.offset < origin) next++;
      if (old[next]?.offset === origin) break;
    }
    if (!scanner.scan(text, at, text.length, lookBeyond)) return undefined;
    ended = scanner.next > scanner.end;
    if (!ended && !edit.final) return undefined;
    const row = create();
    fresh.push({ row, start: at, line });
    if (scanner.lookahead > 0) farSighted.set(row, scanner.lookahead - at);
    at = scanner.next;
    line += scanner.lineBreaks;
  }
  if (at >= text.length) next = old.length;

  const moved = old.slice(next).map(({ row, offset, line: oldLine }) => ({
    row,
    start: offset - first.offset + growth,
    line: line + oldLine - old[next]!.line,
  }));
  const endLine = moved.length > 0 ? line + last.line + last.lineBreaks - old[next]!.line : line;
  return {
    removed: old.slice(0, next).map(({ row }) => row),
    added: fresh.map(({ row }) => row),
    farSighted,
    place: () => intoChunks(text, [...kept, ...fresh, ...moved], endLine),
  };
}

/** The window's records from `firstIndex` of its first chunk, with their places in the old document. */
function oldRows<R extends CsvRow>(
  chunks: readonly CsvChunk<R>[],
  firstIndex: number,
): { row: R; offset: number; line: number }[] {
  return chunks.flatMap((chunk, i) =>
    chunk.rows
      .slice(i === 0 ? firstIndex : 0)
      .map((row) => ({ row, offset: chunk.offset + row.start, line: chunk.line + row.line })),
  );
}

function intoChunks<R extends CsvRow>(text: string, rows: readonly PlacedRow<R>[], endLine: number): CsvChunk<R>[] {
  const chunks: CsvChunk<R>[] = [];
  const whole = rows.length <= 2 * CHUNK_ROWS && text.length <= 2 * CHUNK_LENGTH;
  for (let from = 0; from < rows.length;) {
    const { start, line } = rows[from]!;
    let to = from + 1;
    while (to < rows.length && (whole || (to - from < CHUNK_ROWS && rows[to]!.start - start < CHUNK_LENGTH))) to++;
    const chunk = new CsvChunk<R>(0, 0, 0);
    for (const placed of rows.slice(from, to)) chunk.push(placed.row, placed.start - start, placed.line - line);
    chunks.push(chunk.seal(text.slice(start, rows[to]?.start), (rows[to]?.line ?? endLine) - line));
    from = to;
  }
  return chunks;
}
