import { TYPOGRAPHIC_QUOTES } from './characters';
/**
 * Spaces, quotes, line breaks, and anything that this parser, or a spreadsheet with other regional settings, takes for
 * a delimiter; also typographic quotes at either end, which would be taken for misplaced quotes.
 */
const NEEDS_QUOTES = new RegExp(String.raw`[\s",;]|^[${TYPOGRAPHIC_QUOTES}]|[${TYPOGRAPHIC_QUOTES}]$`);

/**
 * A value as this extension writes it: quoted where anything in it requires that, otherwise bare. Paths with spaces are
 * documented to need quotes. `quoted` puts quotes around any value except an empty one.
 */
export function canonicalField(value: string, quoted = false): string {
  return NEEDS_QUOTES.test(value) || (quoted && value !== '') ? `"${value.replaceAll('"', '""')}"` : value;
}
