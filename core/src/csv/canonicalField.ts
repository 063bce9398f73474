import { isTypographicQuote } from './characters';
import { quoteField } from './quoting';

/** What would be read as a delimiter, by this parser or by a spreadsheet with other regional settings. */
const DELIMITERS = /[,;\t]/;

/**
 * A value as this extension writes it: in quotes where it holds a space, a quote, a line break or anything that could
 * be taken for a delimiter, and bare otherwise. Paths with spaces are documented to need quotes.
 */
export function canonicalField(value: string, quoted = false): string {
  const needed = quoted || DELIMITERS.test(value) || /\s/.test(value) || isTypographicQuote(value.charCodeAt(0)) || isTypographicQuote(value.charCodeAt(value.length - 1));
  return quoteField(value, ',', needed);
}
