/**
 * A value as a field: in quotes where it holds a delimiter, a quote or white space, and bare otherwise. RFC 4180
 * lets inner spaces stand bare; the tool's documentation quotes paths that have them. `always` quotes anything
 * but the empty value.
 */
export function quoteField(value: string, delimiter = ',', always = false): string {
  const needed = value.includes(delimiter) || /["\s]/.test(value);
  return needed || (always && value !== '') ? `"${value.replaceAll('"', '""')}"` : value;
}
