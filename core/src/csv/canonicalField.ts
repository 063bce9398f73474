import { TYPOGRAPHIC_QUOTES } from './characters';
/**
 * Spaces, quotes, line breaks, and what this parser or a spreadsheet with other regional settings would take for
 * a delimiter; at the ends also typographic quotes, which would be taken for quotes that went wrong.
 */
const NEEDS_QUOTES = new RegExp(String.raw`[\s",;]|^[${TYPOGRAPHIC_QUOTES}]|[${TYPOGRAPHIC_QUOTES}]$`);

/**
 * A value as this extension writes it: in quotes where anything in it needs them, and bare otherwise. Paths with
 * spaces are documented to need quotes. `quoted` puts any value but the empty one in quotes.
 */
export function canonicalField(value: string, quoted = false): string {
  return NEEDS_QUOTES.test(value) || (quoted && value !== '') ? `"${value.replaceAll('"', '""')}"` : value;
}
