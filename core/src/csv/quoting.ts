/**
 * A value as a field: in quotes where it holds a delimiter, a quote, a line break or outer spaces, and bare
 * otherwise (RFC 4180). `always` quotes anything but the empty value.
 */
export function quoteField(value: string, delimiter = ',', always = false): string {
  const needed = value.includes(delimiter) || /["\r\n]|^\s|\s$/.test(value);
  return needed || (always && value !== '') ? `"${value.replaceAll('"', '""')}"` : value;
}
