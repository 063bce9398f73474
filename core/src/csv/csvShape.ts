import { COMMA, QUOTE, SEMICOLON, TAB, TYPOGRAPHIC_QUOTES } from './characters';
import { PATH_START } from './recordStart';

/** Whether the line `[start, end)` of `text` could be a record. Must take time linear in the line. */
export type RecordStartTest = (text: string, start: number, end: number) => boolean;

/** Properties of a whole file that its first line determines. */
export interface CsvShape {
  /** The delimiter as a UTF-16 code unit. */
  readonly delimiter: number;
  /** How many delimiters the first line has, including quoted ones. */
  readonly delimiterCount: number;
  /** A record with an unclosed quote ends before the next line that passes this test. */
  readonly startsRecord: RecordStartTest;
}

/** The delimiters that spreadsheets write, with their names for users. */
export const delimiterNames: ReadonlyMap<number, string> = new Map([
  [COMMA, 'commas'],
  [SEMICOLON, 'semicolons'],
  [TAB, 'tabs'],
]);

/**
 * The delimiter of a file, by its first line: the comma if there is one outside quotes, otherwise the more frequent of
 * semicolon and tab, otherwise the comma.
 */
export function detectDelimiter(firstLine: string): number {
  let semicolons = 0;
  let tabs = 0;
  let inside = false;
  for (let i = 0; i < firstLine.length; i++) {
    const code = firstLine.charCodeAt(i);
    if (code === QUOTE) inside = !inside;
    else if (inside) continue;
    else if (code === COMMA) return COMMA;
    else if (code === SEMICOLON) semicolons++;
    else if (code === TAB) tabs++;
  }
  if (semicolons === 0 && tabs === 0) return COMMA;
  return semicolons >= tabs ? SEMICOLON : TAB;
}

/** How a driveset record begins: one letter, possibly with the colon or backslash that people add. */
const DRIVE_START = new RegExp(
  String.raw`^\s*["${TYPOGRAPHIC_QUOTES}]?[A-Za-z](?::\\?)?["${TYPOGRAPHIC_QUOTES}]?\s*[,;\t]`,
);

/** The shape of a file whose first line is `firstLine` and whose records start with `kind`. */
export function csvShape(
  firstLine: string,
  kind: 'path' | 'drive' | 'unknown',
  delimiter = detectDelimiter(firstLine),
): CsvShape {
  const delimiterCount = countDelimiters(firstLine, 0, firstLine.length, delimiter);
  const start = kind === 'path' ? PATH_START : kind === 'drive' ? DRIVE_START : undefined;
  return {
    delimiter,
    delimiterCount,
    startsRecord: (text, from, to) => {
      if (start?.test(text.slice(from, Math.min(to, from + 16)))) return true;
      return delimiterCount > 0 && countDelimiters(text, from, to, delimiter) === delimiterCount;
    },
  };
}

function countDelimiters(text: string, start: number, end: number, delimiter: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === delimiter) count++;
  return count;
}
