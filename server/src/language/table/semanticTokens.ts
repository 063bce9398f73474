import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import { CR, LF, SPACE } from '#core/csv/characters';
import { lineOfRow } from '#core/csv/csvChunk';
import type { TableRow } from '#core/table/tableRow';
import type { TableContext } from './tableFile';

/** How many colors the columns cycle through. */
const COLUMN_COLOURS = 6;
const KEY_COLOUR = COLUMN_COLOURS;
/** Files with more records are colored only in the visible range, and at most this many records of it. */
const MAX_RECORDS = 10_000;

/**
 * The token types are the colors of columns by position; `importexportKey` is a BitLocker key, `declaration` a header.
 */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...Array.from({ length: COLUMN_COLOURS }, (_, i) => `importexportColumn${i}`), 'importexportKey'],
  tokenModifiers: ['declaration'],
};

const DECLARATION = 1;

/** The colors of the whole file; `null` for a large one, for which the client then asks by range. */
export function semanticTokens(context: TableContext): SemanticTokens | null {
  return context.model.table.recordCount > MAX_RECORDS ? null : tokensOfLines(context, 0, Infinity);
}

export function semanticTokensInRange(context: TableContext, { start, end }: Range): SemanticTokens {
  return tokensOfLines(context, start.line, end.line);
}

function tokensOfLines(context: TableContext, firstLine: number, lastLine: number): SemanticTokens {
  const {
    model: { table },
    isCancelled,
  } = context;
  const tokens = new TokenList();
  const key = table.header.positions[table.columns.findIndex((column) => column.key === 'key')];
  let records = 0;
  for (const row of table.csv.rows(firstLine, lastLine)) {
    if (row.blank) continue;
    if (++records > MAX_RECORDS || isCancelled()) break;
    addRow(context, row, key, tokens);
  }
  return { data: tokens.data };
}

function addRow({ model: { table } }: TableContext, row: TableRow, key: number | undefined, tokens: TokenList): void {
  const { text, start, starts, ends, locatedFieldCount } = table.csv.scan(row);
  const modifiers = row === table.headerRow ? DECLARATION : 0;
  let line = lineOfRow(row);
  let lineStart = start;
  for (let i = 0; i < locatedFieldCount; i++) {
    let from = starts[i]!;
    let to = ends[i]!;
    while (from < to && text.charCodeAt(from) === SPACE) from++;
    while (to > from && text.charCodeAt(to - 1) === SPACE) to--;
    const type = i === key && modifiers === 0 ? KEY_COLOUR : i % COLUMN_COLOURS;
    // A token ends at the end of its line, because not every client supports longer ones.
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code !== LF && code !== CR) continue;
      tokens.push(line, from - lineStart, at - from, type, modifiers);
      if (code === CR && text.charCodeAt(at + 1) === LF) at++;
      line++;
      lineStart = at + 1;
      from = at + 1;
    }
    if (to > from) tokens.push(line, from - lineStart, to - from, type, modifiers);
  }
}

/** Tokens in the protocol's relative encoding. */
class TokenList {
  readonly data: number[] = [];
  private line = 0;
  private character = 0;

  push(line: number, character: number, length: number, type: number, modifiers: number): void {
    if (length === 0) return;
    this.data.push(
      line - this.line,
      line === this.line ? character - this.character : character,
      length,
      type,
      modifiers,
    );
    this.line = line;
    this.character = character;
  }
}
