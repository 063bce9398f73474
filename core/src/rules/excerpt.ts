const longest = 40;
const shown = 8;

/**
 * A user's text as a message shows it, in quotes. A long one is cut to its beginning: what has slipped into the
 * wrong column may be a key or a signature.
 */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longest && !/[?&=]/.test(line) ? `"${line}"` : `"${line.slice(0, shown)}…"`;
}
