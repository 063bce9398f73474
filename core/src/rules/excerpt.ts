const longest = 40;
const shown = 8;

/**
 * A user's text in quotes, as messages show it. Only the beginning of a long text is shown, because a key or signature
 * may have been put into the wrong column.
 */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longest && !/[?&=]/.test(line) ? `"${line}"` : `"${line.slice(0, shown)}…"`;
}
